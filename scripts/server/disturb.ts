/** Server and workers that die at random, and a Postgres that is restarted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../../lib/random.ts';
import { projectRoot } from '../../lib/root.ts';
import type { PostgresServer } from './postgres_server.ts';

export interface TrialOptions {
  readonly submissions: number;
  readonly kills: number;
  readonly restarts: number;
  readonly workers: number;
  readonly embedded: boolean;
}

/** Server and workers, each started again when it dies. */
export class Processes {
  private readonly running = new Map<string, ChildProcess>();
  private isOver = false;

  constructor(
    private readonly options: TrialOptions,
    private readonly settings: Record<string, string>,
  ) {}

  start(): void {
    const { embedded, workers } = this.options;
    this.launch('server', 'main.ts', embedded ? workers : 0);
    if (!embedded) for (let i = 1; i <= workers; i++) this.launch(`worker ${i}`, 'worker.ts', 1);
  }

  get names(): string[] {
    return [...this.running.keys()];
  }

  kill(name: string): void {
    this.running.get(name)?.kill('SIGKILL');
  }

  async end(): Promise<void> {
    this.isOver = true;
    for (const child of this.running.values()) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await ended;
    }
    this.running.clear();
  }

  private launch(name: string, file: string, slots: number): void {
    const child = spawn(process.execPath, ['--import', 'tsx', join('server', file)], {
      cwd: projectRoot,
      env: { ...process.env, ...this.settings, A3_SLOTS: String(slots) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.running.set(name, child);
    child.once('exit', () => this.isOver || this.launch(name, file, slots));
  }
}

export interface Disturbance {
  readonly killed: readonly string[];
  readonly restarts: number;
}

/** Kills one at a time, with a pause in which a process can begin to work. */
export function disturb(
  processes: Processes,
  postgres: PostgresServer | undefined,
  { kills, restarts }: TrialOptions,
): { end(): Promise<Disturbance> } {
  const random = new Random('disturbance');
  const killed: string[] = [];
  let restarted = 0;
  const over = new AbortController();
  const run = async () => {
    for (let i = 0; i < kills && !over.signal.aborted; i++) {
      await wait(4000 + 12_000 * random.uniform(), undefined, { signal: over.signal }).catch(() => {});
      if (over.signal.aborted) return;
      const name = random.pick(processes.names);
      processes.kill(name);
      killed.push(name);
      if (postgres && restarted < restarts && i >= ((restarted + 1) * kills) / (restarts + 1) - 1) {
        await postgres.end(restarted % 2 === 0 ? 'SIGQUIT' : 'SIGINT');
        await postgres.begin();
        restarted++;
      }
    }
  };
  const running = run();
  return {
    end: async () => {
      over.abort();
      await running;
      return { killed, restarts: restarted };
    },
  };
}
