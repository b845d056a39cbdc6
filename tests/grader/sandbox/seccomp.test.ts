import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownCalls, seccompFilter } from '../../../grader/sandbox/seccomp.ts';

const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const KILL = 0x80000000;
const X86_64 = 0xc000003e;
const CLONE_THREAD = 0x10000;

/** Runs a filter as the kernel does, on a struct seccomp_data. */
function decide(filter: Uint8Array, call: { number: number; arch?: number; firstArgument?: number }): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.arch ?? X86_64, 4);
  data.writeUInt32LE(call.firstArgument ?? 0, 16);
  const program = Buffer.from(filter);
  let accumulator = 0;
  for (let i = 0; ; i++) {
    const [operation, ifTrue, ifFalse] = [program.readUInt16LE(8 * i), program[8 * i + 2]!, program[8 * i + 3]!];
    const value = program.readUInt32LE(8 * i + 4);
    if (operation === 0x06) return value;
    if (operation === 0x20) accumulator = data.readUInt32LE(value);
    else if (operation === 0x15) i += accumulator === value ? ifTrue : ifFalse;
    else if (operation === 0x35) i += accumulator >= value ? ifTrue : ifFalse;
    else if (operation === 0x45) i += (accumulator & value) !== 0 ? ifTrue : ifFalse;
    else throw new Error(`Operation ${operation} is not known.`);
  }
}

describe('the filter for system calls', () => {
  const filter = seccompFilter('x64')!;

  it.each([
    ['read', { number: 0 }, ALLOW],
    ['mmap', { number: 9 }, ALLOW],
    ['execve, which starts Node itself', { number: 59 }, ALLOW],
    ['a new thread', { number: 56, firstArgument: 0x3d0f00 | CLONE_THREAD }, ALLOW],
    ['a new process', { number: 56, firstArgument: 0x11 }, EPERM],
    ['a new process that shares memory (vfork)', { number: 58 }, EPERM],
    ['clone3, so that clone is taken', { number: 435 }, ENOSYS],
    ['socket', { number: 41 }, EPERM],
    ['ptrace', { number: 101 }, EPERM],
    ['the last of the list', { number: 447 }, EPERM],
    ['a call of the x32 table', { number: 0x40000000 + 41 }, ENOSYS],
    ['a call of another architecture', { number: 0, arch: 0x40000003 }, KILL],
  ])('decides on %s', (_, call, expected) => {
    expect(decide(filter, call)).toBe(expected);
  });

  it('exists for arm64, not for an architecture it knows nothing about', () => {
    const arm64 = seccompFilter('arm64')!;
    expect(decide(arm64, { number: 198, arch: 0xc00000b7 })).toBe(EPERM);
    expect(decide(arm64, { number: 63, arch: 0xc00000b7 })).toBe(ALLOW);
    expect(seccompFilter('riscv64')).toBeUndefined();
  });
});

/** Where linux-libc-dev puts the tables of system calls: one for each architecture, and the generic one, which is arm64's. */
const HEADERS: readonly [architecture: string, path: string][] = [
  ['x64', '/usr/include/x86_64-linux-gnu/asm/unistd_64.h'],
  ['x64', '/usr/include/asm/unistd_64.h'],
  ['arm64', '/usr/include/asm-generic/unistd.h'],
];

describe("the filter's numbers", () => {
  for (const [architecture, path] of HEADERS) {
    it.skipIf(!existsSync(path))(`are the kernel's on ${architecture} (${path})`, () => {
      const header = readFileSync(path, 'utf8');
      const known = knownCalls(architecture);
      const numbers = Object.keys(known).map((name) => {
        const defined = new RegExp(`^#define __NR_${name}\\s+(\\d+)$`, 'm').exec(header);
        return [name, defined && Number(defined[1])];
      });
      expect(Object.fromEntries(numbers)).toEqual(known);
    });
  }
});
