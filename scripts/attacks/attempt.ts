/** Tries one attack on the whole grader, and reports what it gained or harmed. */

import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { submission } from '../../assignment/submission.ts';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { intake } from '../../grader/intake/index.ts';
import { planModules } from '../../grader/plan.ts';
import { referenceAnswers } from '../../grader/reference.ts';
import { toHtml } from '../../grader/report/html.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import { summarize } from '../../grader/report/summary.ts';
import type { Grading } from '../../grader/types.ts';

import { projectRoot } from '../../lib/root.ts';
import { isArrayData } from '../../lib/tensor/array.ts';
import { withFolder, writeFiles } from '../support/folders.ts';
import type { Attack } from './attack.ts';
import { controlCheck } from './checks.ts';
import { listenTo } from './listen.ts';
import type { Watch } from './traces.ts';

export interface Attempt {
  readonly grading: Grading;
  /** What it gained, a line each: points, secrets, others' data. */
  readonly gained: readonly string[];
  /** What it changed, a line each. */
  readonly harmed: readonly string[];
}

/** Secrets that no submission should know: name → text. */
export const canaries = {
  'the course secret': 'the secret that attacks look for',
  'an environment variable': 'canary-of-the-environment',
  "a neighbor's work": 'canary-of-a-neighbor',
  "the grader's path": projectRoot,
} as const;

export async function tryAttack(attack: Attack, course: Course, watch: Watch): Promise<Attempt> {
  const listening = listenTo({ ...course, checks: attack.checks, secret: canaries['the course secret'] });
  process.env.A3_CANARY = canaries['an environment variable'];
  return withFolder(async (folder) => {
    await writeFiles(
      join(folder, 'neighbor'),
      new Map([['style_modules/tv_loss.ts', Buffer.from(canaries["a neighbor's work"])]]),
    );
    const path = await attack.write(folder);
    const before = await allBelow(folder);
    const grading = await grade(path, listening.course);
    const gained = [
      ...pointsGained(attack, grading),
      ...whatWasTaken(grading, listening.heard()),
      ...(await numbersShown(path, grading, listening.course)),
    ];
    const changed = (await allBelow(folder)).filter((file) => !before.includes(file));
    return { grading, gained, harmed: [...changed, ...whatSuffered(grading), ...(await watch.traces())] };
  });
}

function pointsGained({ honest }: Attack, grading: Grading): string[] {
  return summarize(grading)
    .filter(({ subject, points, maxPoints }) => points > (honest.includes(subject.name) ? maxPoints : 0))
    .map(({ subject, points }) => `${points} points for ${subject.name}`);
}

/**
 * Attacks write `FOUND` before things that no sandbox may reveal, and `TAKEN` before things that are in the sandbox but must
 * not be shown.
 */
function whatWasTaken(grading: Grading, heard: string): string[] {
  const shown = formatResults(toResults(grading)) + toHtml(grading);
  const isIsolated = grading.containment === undefined || grading.containment.level === 'bubblewrap';
  const known = Object.entries(canaries).flatMap(([name, text]) => [
    ...(shown.includes(text) ? [`${name}, in the report`] : []),
    ...(isIsolated && heard.includes(text) ? [name] : []),
  ]);
  const found = isIsolated ? heard.match(/FOUND .{0,100}/g) : null;
  const taken = shown.match(/TAKEN .{0,100}/g);
  const foreign = grading.findings.flatMap(({ file, message }) =>
    file === undefined || submission.files.includes(file) ? [] : [`a message about ${file}: ${message}`],
  );
  const html = toHtml(grading);
  const markup = ['<a3-left', '<script>alert', '\u001b', '\u202e'].filter((text) => html.includes(text));
  return [...new Set([...known, ...(found ?? []), ...(taken ?? []), ...foreign, ...markup])];
}

/** Inputs and expected values of graded runs that leak into a report. */
async function numbersShown(path: string, grading: Grading, course: Course): Promise<string[]> {
  const received = await intake(path, submission);
  if (!received.ok) return [];
  const { assignment, checks, secret, model, fixtures } = course;
  const plans = planModules({
    assignment,
    checks,
    secret,
    submissionHash: received.submission.hash,
    facts: { numClasses: model.numClasses },
    feedbackInputs: ({ id }) => fixtures.of.get(id)?.inputs,
  });
  const shown = formatResults(toResults(grading)) + toHtml(grading);
  const found: string[] = [];
  for (const { check, task } of plans.flatMap(({ runs }) => runs.filter(({ run }) => run === 'graded'))) {
    const arrays = [...Object.values(task.inputs), ...Object.values(await referenceAnswers(check, task.inputs, model))];
    const numbers = arrays.filter(isArrayData).flatMap(({ data }) => [...data.slice(0, 5)].flatMap(textsOf));
    found.push(...numbers.filter((text) => shown.includes(text)).map((text) => `${text}, of ${check.id}`));
  }
  return found;
}

/** A number as a report might print it; short ones would occur in any text. */
function textsOf(number: number): string[] {
  return [String(number), number.toPrecision(6)].filter((text) => text.replace(/\D|^0\.?0*/g, '').length >= 6);
}

function whatSuffered({ status, failure, checks }: Grading): string[] {
  if (failure) return [`the grader: ${failure}`];
  if (status === 'refused') return [];
  const control = checks.find(({ run, check }) => run === 'graded' && check === controlCheck);
  return control?.points === controlCheck.points ? [] : [`${controlCheck.id}, in another file, has lost its points`];
}

/** All files, folders and links in a folder. Links are not followed, since one may form a loop. */
async function allBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}
