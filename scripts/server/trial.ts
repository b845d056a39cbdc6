/** The service under fire: students hand in while what serves and grades them is killed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { submission } from '../../assignment/submission.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { type Database, openDatabase } from '../../server/database/connection.ts';
import { addCourse } from '../../server/database/courses.ts';
import { migrate } from '../../server/database/migrate.ts';
import { ensurePerson, setRole } from '../../server/database/people.ts';
import { createApiToken } from '../../server/database/sessions.ts';
import { type Disturbance, disturb, Processes, type TrialOptions } from './disturb.ts';
import { freePort, PostgresServer } from './postgres_server.ts';

export interface TrialResult {
  readonly lost: number;
  readonly twice: number;
  readonly different: number;
  readonly sentences: readonly string[];
}

const SLUG = 'trial';
/** Kinds of work: which files are solved. Each is graded undisturbed first. */
const KINDS: readonly (readonly string[])[] = [
  submission.files,
  submission.files.filter((file) => file.startsWith('visualizers/')),
  submission.files.filter((file) => file.startsWith('style')),
  [],
];

interface Student {
  readonly token: string;
  readonly kind: number;
}

export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  const folder = await mkdtemp(join(tmpdir(), 'a3-server-trial-'));
  const postgres = options.embedded ? undefined : await PostgresServer.start();
  const port = await freePort();
  const settings = {
    A3_PORT: String(port),
    A3_LOG_LEVEL: 'fatal',
    A3_DATA: join(folder, 'data'),
    ...(postgres && { DATABASE_URL: postgres.url }),
  };
  const processes = new Processes(options, settings);
  try {
    const zips = await Promise.all(KINDS.map(zipOf));
    const students = await enrol(settings, options.submissions);
    processes.start();
    const startMs = performance.now();
    say(`Each kind of work is graded undisturbed ...`);
    const undisturbed = students.slice(0, KINDS.length);
    const accepted = new Map<string, Student>();
    for (const student of undisturbed) accepted.set(await handIn(port, student, zips), student);
    await untilGraded(port, [...accepted], () => {});
    const calmSeconds = (performance.now() - startMs) / 1000;

    say(
      `${options.submissions} hand in; ${options.kills} processes are killed${postgres ? `, Postgres is restarted ${options.restarts} times` : ''} ...`,
    );
    const disturbance = disturb(processes, postgres, options);
    const rest = students.slice(KINDS.length);
    await inParallel(rest, 4, async (student) => void accepted.set(await handIn(port, student, zips), student));
    await untilGraded(port, [...accepted], (done) => say(`${done} of ${accepted.size} are graded.`));
    const done = await disturbance.end();
    const seconds = (performance.now() - startMs) / 1000;
    await processes.end();
    return await compare(settings, accepted, { seconds, calmSeconds, ...done });
  } finally {
    await processes.end();
    await postgres?.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

const say = (text: string) => console.error(text);

async function zipOf(solved: readonly string[]): Promise<Buffer> {
  const read = submission.files.map(
    async (file): Promise<[string, Buffer]> => [
      file,
      await readFile(join(projectRoot, solved.includes(file) ? 'reference' : 'skeleton', file)),
    ],
  );
  return deterministicZip(new Map(await Promise.all(read)));
}

async function withDatabase<T>(settings: Record<string, string>, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ A3_DATA: settings.A3_DATA!, DATABASE_URL: settings.DATABASE_URL });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const enrol = (settings: Record<string, string>, count: number): Promise<Student[]> =>
  withDatabase(settings, async (db) => {
    await migrate(db);
    const course = await addCourse(db, { slug: SLUG, title: 'Trial' });
    const students: Student[] = [];
    for (let i = 0; i < count; i++) {
      const { id } = await ensurePerson(db, { email: `s${i}@trial.example`, name: `Student ${i}` });
      await setRole(db, course.id, id, 'student');
      students.push({ token: await createApiToken(db, id), kind: i % KINDS.length });
    }
    return students;
  });

/** Like a student: tries again until it is accepted. @returns the submission's id */
async function handIn(port: number, { token, kind }: Student, zips: readonly Uint8Array[]): Promise<string> {
  for (;;) {
    const body = new FormData();
    body.append('zip', new Blob([new Uint8Array(zips[kind]!)]), submission.archive);
    const answer = await ask(port, `courses/${SLUG}/submissions`, token, { method: 'POST', body });
    if (answer?.status === 201) return ((await answer.json()) as { id: string }).id;
    await wait(500);
  }
}

/** Undefined while the server is down. */
const ask = (port: number, path: string, token: string, init: RequestInit = {}): Promise<Response | undefined> =>
  fetch(`http://127.0.0.1:${port}/api/v1/${path}`, { ...init, headers: { authorization: `Bearer ${token}` } }).catch(
    () => undefined,
  );

async function untilGraded(
  port: number,
  open: (readonly [string, Student])[],
  onProgress: (done: number) => void,
): Promise<void> {
  const all = open.length;
  let said = 0;
  while (open.length > 0) {
    const answers = await Promise.all(
      open.slice(0, 20).map(async ([id, { token }]) => {
        const answer = await ask(port, `submissions/${id}`, token);
        return answer?.ok ? ((await answer.json()) as { isOver: boolean }).isOver : false;
      }),
    );
    open = [...open.slice(0, 20).filter((_, i) => !answers[i]), ...open.slice(20)];
    const done = all - open.length;
    if (done >= said + 20) {
      said = done;
      onProgress(done);
    }
    await wait(1000);
  }
}

interface Graded {
  readonly id: string;
  readonly results: number;
  readonly done: number;
  readonly outcome: string;
}

const compare = (
  settings: Record<string, string>,
  accepted: ReadonlyMap<string, Student>,
  { seconds, calmSeconds, killed, restarts }: Disturbance & { seconds: number; calmSeconds: number },
): Promise<TrialResult> =>
  withDatabase(settings, async (db) => {
    const rows = await db.query<Graded>(
      `SELECT s.id, count(r.*)::int AS results,
         (SELECT count(*)::int FROM grading g WHERE g.submission_id = s.id AND g.state = 'done') AS done,
         min((r.results->'tests')::text || r.score) AS outcome
       FROM submission s LEFT JOIN result r ON r.submission_id = s.id GROUP BY s.id`,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const expected = KINDS.map(
      (_, kind) => byId.get([...accepted].find(([, student]) => student.kind === kind)![0])!.outcome,
    );
    const own = [...accepted].map(([id, { kind }]) => ({ row: byId.get(id), kind }));
    // A student whose connection broke after the server had accepted handed in again: then the first was replaced.
    const lost = own.filter(({ row }) => !row || row.results === 0).length;
    const twice = rows.filter((row) => row.results > 1 || row.done > 1).length;
    const different = own.filter(({ row, kind }) => row && row.results > 0 && row.outcome !== expected[kind]).length;
    const counts = new Map<string, number>();
    for (const name of killed) counts.set(name, (counts.get(name) ?? 0) + 1);
    return {
      lost,
      twice,
      different,
      sentences: [
        `${accepted.size} submissions accepted, ${rows.length} in the database, in ${Math.round(seconds)} s (of which ${Math.round(calmSeconds)} s undisturbed).`,
        `Killed with SIGKILL: ${[...counts].map(([name, count]) => `${name} ${count} times`).join(', ') || 'nothing'}. Postgres restarted ${restarts} times.`,
        `Lost: ${lost}. Graded twice: ${twice}. Results unlike the undisturbed ones: ${different}.`,
      ],
    };
  });

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: limit }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
