/** `npm run server`: pages, queue and, with the embedded database, the grading process; see `--help` and docs/operating.md. */
import { assignment } from '../assignment/assignment.ts';
import { commandLine, nonNegativeInteger } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { originOf, readConfig } from './config.ts';
import { ensureAdministrator } from './database/people.ts';
import { createLink } from './database/sessions.ts';
import { buildDemo } from './demo.ts';
import { openLog } from './log.ts';
import { linkOf } from './routes/sign_in.ts';
import { startService } from './service.ts';

interface Options {
  readonly port?: number;
  readonly data?: string;
  readonly demo?: boolean;
}

async function main(): Promise<void> {
  const options = commandLine('npm run server --')
    .description(
      'Serves the course: hand-in, grading, reports and the class. Without settings it needs no other program; docs/operating.md lists the settings.',
    )
    .option('--port <number>', 'instead of A3_PORT (8643)', nonNegativeInteger)
    .option('--data <folder>', 'of the embedded database, instead of A3_DATA ("data")')
    .option('--demo', 'adds a course with students and submissions, and prints a link for each role')
    .parse()
    .opts<Options>();
  const env = {
    // People read what this prints; the log is for what goes wrong.
    A3_LOG_LEVEL: 'warn',
    ...process.env,
    ...(options.port !== undefined && { A3_PORT: String(options.port) }),
    ...(options.data !== undefined && { A3_DATA: options.data }),
  };
  const config = readConfig(env);
  const service = await startService({ config, log: openLog(config), assignment }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new CourseError(
        `Port ${config.A3_PORT} is in use. Stop what uses it, or choose another: npm run server -- --port 8644`,
      );
    },
  );
  const origin = originOf(config);
  console.log(
    `Serving on ${origin}. Ctrl-C ends it; what was accepted is kept${config.DATABASE_URL ? '' : ` in ${config.A3_DATA}/`}.`,
  );
  const say = async (who: string, personId: string) =>
    console.log(`  ${who.padEnd(15)} ${linkOf(origin, await createLink(service.db, personId))}`);
  console.log('\nSign in with these links; each works once, for half an hour:');
  await say('administrator', (await ensureAdministrator(service.db)).id);
  if (options.demo) for (const { role, person } of await buildDemo(service, assignment)) await say(role, person.id);

  let asked = 0;
  const stop = async () => {
    if (++asked > 1) process.exit(130);
    console.error('\nFinishing what is being graded. Ctrl-C again ends at once; what was accepted is kept.');
    await service.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

await runMain(main);
