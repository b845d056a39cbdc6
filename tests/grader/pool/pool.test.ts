import { describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { checks } from '../../../assignment/checks/index.ts';
import { sandboxesOf } from '../../../grader/pool/index.ts';
import { type SandboxKind, SandboxPool } from '../../../grader/pool/pool.ts';
import type { Sandbox, SandboxOptions } from '../../../grader/sandbox/sandbox.ts';

interface Fake {
  readonly kind: string;
  ended: boolean;
  closed: boolean;
}

/** A pool whose sandboxes are nothing but a record of what was done to them. */
function fakePool(stock: readonly SandboxKind[], startingAtOnce = 2) {
  const started: Fake[] = [];
  let [now, most] = [0, 0];
  const start = async (kind: SandboxKind) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    if (broken.is) throw new Error('no sandbox here');
    const fake: Fake & { close(): Promise<void> } = {
      kind: kind.join(),
      ended: false,
      closed: false,
      close: async () => {
        fake.closed = true;
      },
    };
    started.push(fake);
    return fake as unknown as Sandbox;
  };
  const broken = { is: false };
  const pool = new SandboxPool({ start, stock, startingAtOnce });
  const take = (...dependencies: SandboxKind) =>
    pool.take({ dependencies } as unknown as SandboxOptions) as unknown as Promise<Fake>;
  return { pool, take, started, broken, most: () => most };
}

const WITH_GRAM = ['gramMatrix'] as const;

describe('SandboxPool', () => {
  it('gives each of its sandboxes once, of the kind that is asked for', async () => {
    const { pool, take, started } = fakePool([[], WITH_GRAM, []]);
    await pool.full();
    expect(pool.size).toBe(3);
    const taken = [await take(), await take(...WITH_GRAM), await take()];
    expect(taken.map(({ kind }) => kind)).toEqual(['', 'gramMatrix', '']);
    expect(new Set(taken).size).toBe(3);
    expect(started).toHaveLength(3);
  });

  it('starts one where none waits, and fills up only when it is told to', async () => {
    const { pool, take, started } = fakePool([[]]);
    await pool.full();
    await take();
    await take();
    expect([started.length, pool.size]).toEqual([2, 0]);
    await pool.full();
    expect([started.length, pool.size]).toEqual([3, 1]);
  });

  it('starts so many at a time and no more', async () => {
    const { pool, most } = fakePool(Array(7).fill([]), 3);
    await pool.full();
    expect([pool.size, most()]).toEqual([7, 3]);
  });

  it('gives none that has broken down', async () => {
    const { pool, take, started } = fakePool([[], []]);
    await pool.full();
    started[0]!.ended = true;
    expect(await take()).toBe(started[1]);
    expect(started[0]!.closed).toBe(true);
  });

  it('says that none starts to whoever waits for it, and tries again', async () => {
    const { pool, take, broken } = fakePool([[], []]);
    broken.is = true;
    await expect(pool.full()).rejects.toThrow('no sandbox here');
    await expect(take()).rejects.toThrow('no sandbox here');
    broken.is = false;
    await pool.full();
    expect(pool.size).toBe(2);
  });

  it('leaves none behind', async () => {
    const { pool, take, started } = fakePool([[], [], [], []]);
    pool.refill();
    await pool.full();
    const taken = await take();
    pool.refill();
    await pool.close();
    pool.refill();
    for (const sandbox of started) expect(sandbox.closed).toBe(sandbox !== taken);
    expect(pool.size).toBe(0);
  });
});

it('knows what one submission takes', () => {
  const kinds = sandboxesOf({ assignment, checks, together: false }).map((kind) => kind.join('+'));
  const modules = new Set(checks.map(({ subject }) => subject.module));
  expect(kinds.filter((kind) => kind === '')).toHaveLength(modules.size);
  expect(kinds.filter((kind) => kind !== '').sort()).toEqual([
    'gradCam+guidedBackprop',
    'gradCam+guidedBackprop+hiddenChecks',
    'gramMatrix',
    'guidedRelu',
    'hiddenChecks',
    'hiddenChecks',
  ]);
});
