/** Checked reports as a table. */
import { toCsv } from '../../grader/cohort/csv.ts';
import type { CheckedReport } from '../../lib/report/check.ts';
import type { ReportPlan } from '../../lib/report/plan.ts';
import { isComplete, pageRange } from '../../lib/report/text.ts';

/** A row for each report: words, pages and figures of each question, then all that is wrong. */
export function reportsCsv(reports: ReadonlyMap<string, CheckedReport>, { questions }: ReportPlan): string {
  const numbers = questions.map(({ number }) => number);
  const header = [
    'file',
    'format',
    'pages',
    'complete',
    'problems',
    ...numbers.flatMap((number) => [`words_${number}`, `pages_${number}`, `figures_${number}`]),
    'messages',
  ];
  const rows = [...reports].map(([file, checked]) => {
    const byNumber = new Map(checked.questions.map((question) => [question.number, question]));
    return [
      file,
      checked.format,
      checked.pages,
      isComplete(checked) ? 'yes' : 'no',
      [...new Set(checked.findings.map(({ code, question }) => (question ? `${code} ${question}` : code)))].join('; '),
      ...numbers.flatMap((number) => {
        const question = byNumber.get(number);
        return question
          ? [question.words, pageRange(question.pages), question.figures]
          : [undefined, undefined, undefined];
      }),
      checked.findings.map(({ message }) => message).join(' '),
    ];
  });
  return toCsv([header, ...rows]);
}
