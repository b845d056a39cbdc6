/** `npm run capacity`: how many grading slots a class needs before its deadline, from durations that were measured. */
import { join } from 'node:path';
import { commandLine, positiveNumber } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { saveFigure } from '../lib/image/figures.ts';
import { Random } from '../lib/random.ts';
import { arrivals, CURVE_IN_WORDS } from '../server/capacity/arrivals.ts';
import { p95, slotsNeeded } from '../server/capacity/simulate.ts';
import { readConfig } from '../server/config.ts';
import { openDatabase } from '../server/database/connection.ts';
import { migrate } from '../server/database/migrate.ts';

const CLASSES = [100, 1000, 10_000];
/** Whoever hands in then is who waits. */
const LAST_TWO_HOURS = -7200;
const FEWEST = 10;

async function main(): Promise<void> {
  const options = commandLine('npm run capacity --')
    .description(
      'Simulates the queue before a deadline with the durations of the gradings in the service’s database (DATABASE_URL or A3_DATA), and draws how long students wait.',
    )
    .option('--wait <seconds>', 'what 95 of 100 students shall wait at most, in the last two hours', positiveNumber, 60)
    .option('--attempts <n>', 'submissions of each student', positiveNumber, 2)
    .option('--out <folder>', 'folder for the chart', 'visualization')
    .parse()
    .opts<{ wait: number; attempts: number; out: string }>();
  const seconds = await measured();
  const mean = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  console.log(
    `${seconds.length} gradings measured: mean ${mean.toFixed(1)} s, p95 ${p95(seconds).toFixed(1)} s. Arrivals: ${CURVE_IN_WORDS}; ${options.attempts} submissions each.`,
  );
  const panels = CLASSES.map((students) => {
    const arriving = arrivals(Math.round(students * options.attempts), new Random(`arrivals ${students}`));
    const { slots, p95BySlots } = slotsNeeded(arriving, seconds, () => new Random('durations'), {
      limitSeconds: options.wait,
      from: LAST_TWO_HOURS,
    });
    console.log(
      `${students} students: ${slots} ${slots === 1 ? 'slot' : 'slots'} for p95 of waiting ≤ ${options.wait} s (${p95BySlots[slots - 1]!.toFixed(0)} s).`,
    );
    const values = p95BySlots.map((value) => Math.max(1, value));
    return {
      title: `${students} students: ${slots} ${slots === 1 ? 'slot' : 'slots'}`,
      chart: {
        series: [
          { name: 'p95 of waiting', values },
          { name: 'wanted', values: values.map(() => options.wait) },
        ],
        yLabel: 'seconds',
        logarithmic: true,
        xLabel: 'slots',
        xStart: 1,
      },
    };
  });
  const file = join(options.out, 'capacity.png');
  await saveFigure(file, { rows: [panels] });
}

/** @throws CourseError if too few were measured */
async function measured(): Promise<number[]> {
  const db = await openDatabase(readConfig());
  try {
    await migrate(db);
    const rows = await db.query<{ seconds: number }>('SELECT seconds FROM result ORDER BY graded_at DESC LIMIT 10000');
    if (rows.length < FEWEST)
      throw new CourseError(
        `The database has ${rows.length} gradings; ${FEWEST} are needed. \`npm run server -- --demo\` grades some.`,
      );
    return rows.map(({ seconds }) => seconds);
  } finally {
    await db.close();
  }
}

await runMain(main);
