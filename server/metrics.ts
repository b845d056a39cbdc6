/** What Prometheus reads (prometheus.io, "Metric and label naming"). What the database knows is asked when it is read. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Queryable } from './database/connection.ts';

export interface Metrics {
  /** @param route the pattern, never the address: that may hold a token */
  countRequest(route: string, status: number, seconds: number): void;
  text(): Promise<string>;
}

interface Row {
  readonly state: string;
  readonly count: number;
  readonly oldest: number;
}

export function openMetrics(db: Queryable): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'a3_http_request_seconds',
    help: 'Duration of requests by route and status.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const submissions = new Counter({
    name: 'a3_uploads_total',
    help: 'Uploads by status of the answer.',
    labelNames: ['status'],
    registers,
  });
  new Gauge({
    name: 'a3_gradings',
    help: 'Gradings that are not done, by state.',
    labelNames: ['state'],
    registers,
    collect: async function () {
      for (const state of ['waiting', 'queued', 'running', 'parked']) this.set({ state }, 0);
      for (const { state, count } of await live(db)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'a3_oldest_queued_seconds',
    help: 'Age of the grading that has waited longest.',
    registers,
    collect: async function () {
      const rows = await live(db);
      this.set(Math.max(0, ...rows.filter(({ state }) => state === 'queued').map(({ oldest }) => oldest)));
    },
  });
  new Gauge({
    name: 'a3_worker_slots',
    help: 'Slots of the workers that were seen in the last 30 seconds, by version.',
    labelNames: ['version'],
    registers,
    collect: async function () {
      this.reset();
      const rows = await db.query<{ version: string; slots: number }>(
        `SELECT version, sum(slots)::int AS slots FROM worker WHERE seen_at > now() - interval '30 seconds' GROUP BY version`,
      );
      for (const { version, slots } of rows) this.set({ version }, slots);
    },
  });
  new Gauge({
    name: 'a3_results',
    help: 'Results by status.',
    labelNames: ['status'],
    registers,
    collect: async function () {
      this.reset();
      const rows = await db.query<{ status: string; count: number }>(
        'SELECT status, count(*)::int AS count FROM result GROUP BY status',
      );
      for (const { status, count } of rows) this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'a3_grading_seconds_mean',
    help: 'Mean duration of the last 50 gradings.',
    registers,
    collect: async function () {
      const [row] = await db.query<{ seconds: number | null }>(
        'SELECT avg(seconds)::float AS seconds FROM (SELECT seconds FROM result ORDER BY graded_at DESC LIMIT 50) AS recent',
      );
      this.set(row?.seconds ?? 0);
    },
  });
  return {
    countRequest: (route, status, seconds) => {
      requests.observe({ route, status: String(status) }, seconds);
      if (/submissions$/.test(route)) submissions.inc({ status: String(status) });
    },
    text: () => registry.metrics(),
  };
}

const live = (db: Queryable): Promise<Row[]> =>
  db.query<Row>(
    `SELECT state, count(*)::int AS count, max(extract(epoch FROM now() - created_at))::float AS oldest FROM grading
     WHERE state IN ('waiting', 'queued', 'running', 'parked') GROUP BY state`,
  );
