/** The visible checks as a page for the student: what the autograder's report shows, at home. */
import { sumPoints } from '../points.ts';
import { bar } from './bar.ts';
import { functionSection } from './function.ts';
import { html } from './markup.ts';
import { anchor, overview } from './overview.ts';
import { renderPage } from './page.ts';
import { type ReportedRun, summarizeFunctions } from './summary.ts';

/** @param runs one for each check, in the order of the handout */
export function checksPage(runs: readonly ReportedRun[]): string {
  const functions = summarizeFunctions(runs.map((run) => ({ graded: run, feedback: run })));
  const [points, maxPoints] = [
    sumPoints(functions.map(({ points }) => points)),
    sumPoints(functions.map(({ maxPoints }) => maxPoints)),
  ];
  return renderPage({
    title: 'Your checks',
    header: html`<p class="score">${points} <small>of ${maxPoints} points in the checks you have</small></p>
${bar(points, maxPoints)}`,
    main: [overview(functions), ...functions.map((one, i) => functionSection(one, anchor(i)))],
    footer:
      'These are the checks of the handout, on its inputs. The autograder runs them on fresh inputs and has a few more. Passing all checks does not prove that code has no bugs.',
  });
}
