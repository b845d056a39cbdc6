/** Solving a stub: one body is exchanged, and nothing else. */
import { expect, it } from 'vitest';
import { fillStub } from '../../../scripts/handout/fill.ts';

const stub = `/** Mine. */
export function helper(x: number): number {
  throw new Error('stub {');
}

export class A {
  /** Mine too. */
  run(): number {
    throw new Error('A.run');
  }
}

export class B {
  run(): number {
    throw new Error('B.run');
  }
}
`;
const solution = `export class B { run(): number { return 2; } }
export class A { run(): number { return 1; } }
export function helper(x: number): number { return x + '}'.length; }
`;

it('takes the body from the solution and leaves the rest', () => {
  const filled = fillStub(stub, solution, 'B.run');
  expect(filled).toBe(stub.replace("{\n    throw new Error('B.run');\n  }", '{ return 2; }'));
  expect(fillStub(stub, solution, 'helper')).toBe(
    stub.replace("{\n  throw new Error('stub {');\n}", "{ return x + '}'.length; }"),
  );
});

it('refuses a function that is not there', () => {
  expect(() => fillStub(stub, solution, 'C.run')).toThrow('no function C.run');
  expect(() => fillStub(stub, solution, 'run')).toThrow('no function run');
});
