/** Sandboxes that are started and warmed ahead. Each is used once. */
import { availableParallelism } from 'node:os';
import type { Sandbox, StartSandbox } from '../sandbox/sandbox.ts';

/** What distinguishes sandboxes before they get a submission: the reference dependencies they can read. */
export type SandboxKind = readonly string[];

export interface PoolOptions {
  /** @param ahead whether it is started before it is needed */
  readonly start: (kind: SandboxKind, ahead: boolean) => Promise<Sandbox>;
  /** What should wait, in starting order. */
  readonly stock: readonly SandboxKind[];
  /** How many start at a time; by default one for each core. */
  readonly startingAtOnce?: number;
}

interface Waiting {
  readonly kind: string;
  readonly sandbox: Sandbox;
}

export class SandboxPool {
  private readonly waiting: Waiting[] = [];
  /** Kinds that are neither waiting nor being started, in the stock's order. */
  private missing: SandboxKind[];
  private readonly starting = new Set<Promise<void>>();
  private readonly startingAtOnce: number;
  private failure: unknown;
  private closed = false;

  constructor(private readonly options: PoolOptions) {
    this.missing = [...options.stock];
    this.startingAtOnce = options.startingAtOnce ?? availableParallelism();
  }

  /** How many are ready and waiting. */
  get size(): number {
    return this.waiting.length;
  }

  /** A ready sandbox, else one that is started now. A drop-in for {@link startSandbox}. */
  readonly take: StartSandbox = async ({ dependencies }) => {
    for (;;) {
      const index = this.waiting.findIndex(({ kind }) => kind === dependencies.join());
      if (index < 0) return this.options.start(dependencies, false);
      const [{ sandbox }] = this.waiting.splice(index, 1) as [Waiting];
      this.missing.push(dependencies);
      if (!sandbox.ended) return sandbox;
      await sandbox.close(); // it crashed while it waited, e.g. because memory ran out elsewhere
    }
  };

  /** Starts what is missing, in the background. `take` does not: a running submission needs the cores. */
  refill(): void {
    while (!this.closed && this.missing.length > 0 && this.starting.size < this.startingAtOnce) {
      const started: Promise<void> = this.startOne(this.missing.shift()!).finally(() => {
        this.starting.delete(started);
        if (this.failure === undefined) this.refill();
      });
      this.starting.add(started);
    }
  }

  /**
   * Resolves when the whole stock is ready.
   * @throws Error if a sandbox does not start: the grader's fault
   */
  async full(): Promise<void> {
    this.failure = undefined;
    this.refill();
    while (this.starting.size > 0) await Promise.all(this.starting);
    if (this.failure !== undefined) throw this.failure;
  }

  /** Ends all that wait. Taken ones belong to their takers. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.starting.size > 0) await Promise.all(this.starting);
    await Promise.all(this.waiting.splice(0).map(({ sandbox }) => sandbox.close()));
  }

  private async startOne(kind: SandboxKind): Promise<void> {
    try {
      this.waiting.push({ kind: kind.join(), sandbox: await this.options.start(kind, true) });
    } catch (error) {
      // The next taker starts one and gets the error.
      this.failure = error;
      this.missing.push(kind);
    }
  }
}
