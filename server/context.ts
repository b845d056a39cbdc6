/** What every route is given. */
import type { Logger } from 'pino';
import type { Assignment } from '../harness/assignment.ts';
import type { Config } from './config.ts';
import type { LiveStates } from './live/states.ts';
import type { Mailer } from './mail.ts';
import type { Metrics } from './metrics.ts';
import type { QueueContext } from './queue/enqueue.ts';

export interface AppContext extends QueueContext {
  readonly assignment: Assignment;
  readonly config: Config;
  readonly log: Logger;
}

export interface Service extends AppContext {
  readonly origin: string;
  readonly live: LiveStates;
  readonly metrics: Metrics;
  /** Undefined without a mail server. */
  readonly mailer: Mailer | undefined;
}
