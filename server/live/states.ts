/** What a submission's page is told while it waits and runs. One query a tick for all that watch, however many they are. */
import type { Queryable } from '../database/connection.ts';

/** For people: `text` says all; numbers are for the bar. */
export interface LiveState {
  readonly text: string;
  readonly done: number;
  readonly total: number;
  /** Nothing more will come. */
  readonly isOver: boolean;
}

interface Row {
  readonly submission_id: string;
  readonly state: 'waiting' | 'queued' | 'running' | 'done' | 'replaced' | 'parked';
  readonly checks_done: number;
  readonly checks_total: number;
  readonly ahead: number;
  readonly slots: number;
  readonly seconds: number | null;
}

const TICK_MS = 500;

export class LiveStates {
  private readonly watchers = new Map<string, Set<(state: LiveState) => void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: Queryable) {}

  /** @returns stops watching */
  watch(submissionId: string, onState: (state: LiveState) => void): () => void {
    const own = this.watchers.get(submissionId) ?? new Set();
    this.watchers.set(submissionId, own.add(onState));
    this.timer ??= setInterval(() => void this.tick().catch(() => undefined), TICK_MS); // the next tick tries again
    return () => {
      own.delete(onState);
      if (own.size === 0) this.watchers.delete(submissionId);
      if (this.watchers.size === 0) this.close();
    };
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async tick(): Promise<void> {
    const states = await liveStates(this.db, [...this.watchers.keys()]);
    for (const [id, state] of states) for (const onState of this.watchers.get(id) ?? []) onState(state);
  }
}

/** The state of each submission's own grading; regrades go on unseen. */
export async function liveStates(db: Queryable, submissionIds: readonly string[]): Promise<Map<string, LiveState>> {
  const rows = await db.query<Row>(
    `WITH pace AS (SELECT avg(seconds)::float AS seconds FROM (SELECT seconds FROM result ORDER BY graded_at DESC LIMIT 50) AS recent),
       capacity AS (SELECT coalesce(sum(slots), 0)::int AS slots FROM worker WHERE seen_at > now() - interval '30 seconds')
     SELECT g.submission_id, g.state, g.checks_done, g.checks_total, capacity.slots, pace.seconds,
       CASE WHEN g.state = 'queued' THEN (SELECT count(*)::int FROM grading o WHERE o.state = 'queued'
         AND (o.priority > g.priority OR (o.priority = g.priority AND o.created_at < g.created_at))) ELSE 0 END AS ahead
     FROM grading g, pace, capacity WHERE g.submission_id = ANY($1::uuid[]) AND g.regrade_id IS NULL`,
    [submissionIds],
  );
  return new Map(rows.map((row) => [row.submission_id, describe(row)]));
}

function describe({ state, checks_done: done, checks_total: total, ahead, slots, seconds }: Row): LiveState {
  const at = { done: 0, total: 0, isOver: false };
  switch (state) {
    case 'waiting':
      return { ...at, text: 'Your earlier submission is being graded. This one is next.' };
    case 'queued': {
      const place =
        ahead === 0 ? 'You are next.' : `${ahead} ${ahead === 1 ? 'submission is' : 'submissions are'} before yours.`;
      if (slots === 0)
        return {
          ...at,
          text: `${place} No grader is running at the moment; your submission is kept and will be graded.`,
        };
      const waitSeconds = ((ahead + 1) * (seconds ?? 5)) / slots;
      return { ...at, text: ahead === 0 ? place : `${place} Expected start: ${inWords(waitSeconds)}.` };
    }
    case 'running':
      return {
        done,
        total,
        isOver: false,
        text: total > 0 ? `Being graded: ${done} of ${total} checks done.` : 'Being graded.',
      };
    case 'done':
      return { done, total, isOver: true, text: 'Graded.' };
    case 'replaced':
      return { ...at, isOver: true, text: 'You handed in again before this one was graded, so it was not graded.' };
    case 'parked':
      return {
        ...at,
        isOver: true,
        text: 'The grader failed on this submission three times. That is not your fault; the course staff see it and will help.',
      };
  }
}

const inWords = (seconds: number): string =>
  seconds < 60 ? 'in less than a minute' : `in about ${Math.ceil(seconds / 60)} minutes`;
