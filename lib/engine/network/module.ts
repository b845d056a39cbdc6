import { Arena } from './arena.ts';
import { BINARIES } from './binary.ts';
import { Operations } from './operations.ts';

/** End of the module's own stack as the linker placed it, in bytes. */
const START = 2 * 65536;
const MAX_PAGES = 2 ** 15;

type Run = (list: number, count: number, thread: number, threads: number, barrier: number) => void;

/** The compiled kernels (c/run.c) with their memory. */
export class NetworkModule {
  readonly arena: Arena;
  private readonly runList: Run;
  private readonly barrier: number;

  /**
   * @param relaxed whether multiply-add may round once (FMA) if the processor can: faster, but not bit-identical on every
   * machine
   * @param maxPages largest size of the memory, in pages of 64 KiB
   */
  constructor({ relaxed = false, maxPages = MAX_PAGES }: { relaxed?: boolean; maxPages?: number } = {}) {
    const memory = new WebAssembly.Memory({ initial: START / 65536, maximum: maxPages });
    const bytes = Buffer.from(BINARIES[relaxed ? 'relaxed' : 'plain'], 'base64');
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    this.runList = instance.exports.run as Run;
    this.arena = new Arena(memory, START);
    this.barrier = this.arena.allocate(2);
    this.arena.ints(this.barrier, 2).fill(0);
  }

  /** Runs the list of operations that `record` writes. */
  run(record: (operations: Operations) => void): void {
    const operations = new Operations(this.arena, 1);
    try {
      record(operations);
      operations.run((list, count) => this.runList(list, count, 0, 1, this.barrier));
    } finally {
      operations.free();
    }
  }
}
