/** A checked report for people, and for programs. */
import { chalk } from '../color.ts';
import { tableLines } from '../table.ts';
import type { CheckedReport } from './check.ts';

/** Lines for the terminal. */
export function reportLines({ format, pages, questions, findings }: CheckedReport, file: string): string[] {
  const rows = questions.map((question) => [
    `${question.number} ${question.title}`,
    pageRange(question.pages) || chalk.red('none'),
    count(question.words, question.maxWords, question.words > 0 && question.words <= question.maxWords),
    question.wantedFigures === 0
      ? ''
      : count(question.figures, question.wantedFigures, question.figures === question.wantedFigures),
  ]);
  const header = ['question', 'pages', 'words', 'figures'];
  const problems = findings.map(({ severity, message }) =>
    severity === 'error' ? `${chalk.red('✗')} ${message}` : `${chalk.yellow('!')} ${message}`,
  );
  if (!format) return [`${file} is no report that can be checked.`, ...problems];
  return [
    `${file}: ${pages} pages`,
    '',
    ...tableLines([header, ...rows], ['left', 'left', 'right']),
    '',
    ...(problems.length > 0 ? problems : [`${chalk.green('✓')} Nothing is missing, and no answer is too long.`]),
  ];
}

const count = (is: number, of: number, good: boolean): string => {
  const text = `${is}/${of}`;
  return good ? text : chalk.red(text);
};

/** E.g. `2–3, 7`. */
export function pageRange(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/** Raised whenever a field changes its meaning. */
const FORMAT_VERSION = 1;

/** `pagesByQuestion` is what Gradescope asks for when a PDF is handed in. */
export const reportJson = (checked: CheckedReport, file: string) => ({
  version: FORMAT_VERSION,
  file,
  complete: isComplete(checked),
  pagesByQuestion: Object.fromEntries(checked.questions.map(({ number, pages }) => [number, pages])),
  ...checked,
});

/** Whether every question has what it needs. */
export const isComplete = ({ findings }: CheckedReport): boolean =>
  findings.every(({ severity }) => severity === 'warning');
