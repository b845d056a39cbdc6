/** `npm run submit`: zips your work, hands it in, and shows its way through the queue to the result. */
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLine } from '#lib/command.ts';
import { runMain, StudentError } from '#lib/errors.ts';
import { type Progress, startProgress } from '#lib/progress.ts';
import { projectRoot } from '#lib/root.ts';
import { askService, loadSignIn, type SignIn } from '#lib/service_client.ts';
import { collect } from '#lib/submission/collect.ts';
import { submissionFolders } from '#lib/submission/here.ts';
import { submission } from '../assignment/submission.ts';
import { plainText } from '../harness/report/text.ts';

interface State {
  readonly text: string;
  readonly done: number;
  readonly total: number;
  readonly isOver: boolean;
  readonly results?: { readonly score: number; readonly maxScore: number; readonly output: string };
}

const LOOK_MS = 1000;

async function main(): Promise<number> {
  const options = commandLine('npm run submit --')
    .description(
      'Zips your work, hands it in at the grading service, and waits for the result. Needs `npm run signin` once.',
    )
    .option('--course <name>', 'if you are in several')
    .option('--from <folder>', 'the folder with your files (default: where they were handed out)')
    .option('--no-wait', 'ends once it is handed in')
    .parse()
    .opts<{ course?: string; from?: string; wait: boolean }>();
  const signIn = await loadSignIn();
  const course = options.course ?? (await onlyCourse(signIn));
  await collect({
    format: submission,
    ...submissionFolders(projectRoot, options.from),
    output: submission.archive,
    say: console.log,
  });
  const body = new FormData();
  body.append('zip', new Blob([await readFile(submission.archive)]), submission.archive);
  const { id, notes } = await askService<{ id: string; notes: string[] }>(signIn, `courses/${course}/submissions`, {
    method: 'POST',
    body,
  });
  console.log(`Handed in: ${signIn.origin}/submissions/${id}`);
  for (const note of notes) console.log(`  ${plainText(note)}`);
  return options.wait ? follow(signIn, id) : 0;
}

async function onlyCourse(signIn: SignIn): Promise<string> {
  const courses = await askService<{ course: string; role: string }[]>(signIn, 'courses');
  if (courses.length === 1) return courses[0]!.course;
  if (courses.length === 0) throw new StudentError('You are in no course yet. The course staff can add you.');
  throw new StudentError(
    `You are in several courses. Choose one: ${courses.map(({ course }) => `npm run submit -- --course ${course}`).join(', or ')}.`,
  );
}

/** What was handed in is graded whether anybody waits or not, so Ctrl-C loses nothing. */
async function follow(signIn: SignIn, id: string): Promise<number> {
  let said = '';
  let bar: Progress | undefined;
  try {
    for (;;) {
      const { text, done, total, isOver, results } = await askService<State>(signIn, `submissions/${id}`);
      if (total > 0 && !isOver) {
        bar ??= startProgress('checks', total);
        bar.update(done);
      } else if (text !== said) console.log(plainText(text));
      said = text;
      if (isOver) {
        bar?.stop();
        if (!results) return 1;
        console.log(
          `\n${plainText(results.output)}\n\n${results.score} of ${results.maxScore} points, without hidden checks.`,
        );
        return 0;
      }
      await wait(LOOK_MS);
    }
  } finally {
    bar?.stop();
  }
}

await runMain(main);
