/** What `npm test` and the process that runs the student's code say to each other. Any data that can be cloned may cross. */
import type { Ending } from './unfinished.ts';

/** What a supervisor needs to know of a check: it loads neither the checks nor the engine. */
export interface CheckSummary {
  readonly id: string;
  readonly module: string;
  /** The function's name, e.g. `StyleLoss.gramMatrix`. */
  readonly subject: string;
}

/** To the process that runs the checks. */
export interface RunRequest {
  /** Ids of the checks to run and to report in full. */
  readonly ids: readonly string[];
  /** How steps ended before: of these checks nothing is run again. */
  readonly known: ReadonlyMap<string, Ending>;
}

/**
 * A step is what may not come to an end, since the student's code runs in it: a check (by its id), a file that is loaded (by its
 * path) or advice on a function (`advice on NAME`).
 */
export type WorkerMessage =
  | { readonly kind: 'ready'; readonly folder: string; readonly checks: readonly CheckSummary[] }
  | { readonly kind: 'start'; readonly step: string }
  | { readonly kind: 'end'; readonly check: string; readonly ending: Ending; readonly isMistake: boolean }
  | {
      readonly kind: 'report';
      /** For the terminal: of the checks that were asked for. */
      readonly text: string;
      /** HTML: of all checks. */
      readonly page: string;
      readonly passed: boolean;
      /** Files with failed checks, but those that the rules speak of, and those that are not done yet. */
      readonly failed: readonly string[];
    };

export const adviceStep = (functionName: string): string => `advice on ${functionName}`;
