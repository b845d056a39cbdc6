/** What code under test throws outside of its call: a rejection that nobody awaits, an error in a timer. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { describeError } from '../location.ts';
import type { Ending } from './unfinished.ts';

/** One for a process, made when the engine is loaded: it takes over the process's handlers of errors that nobody else handles. */
export class Strays {
  private readonly step = new AsyncLocalStorage<string>();
  private readonly errors = new Map<string, unknown>();
  /** For errors without a context: before Node 24 a microtask has none. */
  private latest = '';

  constructor() {
    const note = (error: unknown) => {
      const step = this.step.getStore() ?? this.latest;
      if (!this.errors.has(step)) this.errors.set(step, error);
    };
    for (const event of ['unhandledRejection', 'uncaughtException']) {
      // TensorFlow.js's WASM throws what reaches it, which ends the process and prints its whole source.
      process.removeAllListeners(event);
      process.on(event, note);
    }
  }

  /** Runs one step, so that what it starts and leaves behind counts as its own, whenever it fails. */
  async within<T>(step: string, f: () => Promise<T>): Promise<T> {
    this.latest = step;
    this.errors.delete(step);
    const result = await this.step.run(step, f);
    // Rejections are reported after the microtasks.
    await setImmediate();
    return result;
  }

  /** An answer does not count if something was thrown beside it; an outcome that is a failure already stays. */
  endingOf(step: string, outcome: Ending, sources: string): Ending {
    if (outcome.kind !== 'answered' || !this.errors.has(step)) return outcome;
    return { kind: 'threw', ...describeError(this.errors.get(step), sources) };
  }
}
