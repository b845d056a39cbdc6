/** Help in steps, for those who ask for it with `--hint`: never more than they want to know. */
import { chalk } from '#lib/color.ts';
import type { Guidance, StudentAssignment } from '../assignment.ts';
import type { Subject } from '../check.ts';
import type { CheckResult } from './session.ts';

const STEPS: readonly { readonly key: keyof Guidance; readonly heading: string }[] = [
  { key: 'property', heading: 'what holds for a right answer' },
  { key: 'method', heading: 'how to get there' },
  { key: 'formula', heading: 'the formula' },
];

export const LAST_STEP = STEPS.length;

/**
 * @param functions function → its results
 * @param step how far to go, 1 to {@link LAST_STEP}
 * @returns the steps up to that one, of each function that is not right yet
 */
export function renderGuidance(
  functions: ReadonlyMap<Subject, readonly CheckResult[]>,
  { guidanceOn }: Pick<StudentAssignment, 'guidanceOn'>,
  step: number,
): string {
  const wrong = [...functions].filter(([, own]) => own.some(({ verdict }) => !verdict.passed));
  if (wrong.length === 0) return '\n\nAll of it is right: there is nothing to hint at.';
  const next = step < LAST_STEP ? `\nFor more: the same command with \`--hint ${step + 1}\`.` : '';
  return `\n\n${wrong.map(([subject]) => guidanceText(subject, guidanceOn?.(subject), step)).join('\n')}${next}`;
}

function guidanceText(subject: Subject, guidance: Guidance | undefined, step: number): string {
  if (!guidance)
    return `${chalk.bold(subject.title)}: no hints in steps are written; its comment in ${subject.module} says most.`;
  const lines = STEPS.slice(0, step).map(
    ({ key, heading }, i) => `  ${chalk.yellow(`Hint ${i + 1} of ${LAST_STEP}`)}, ${heading}: ${guidance[key]}`,
  );
  return [chalk.bold(subject.title), ...lines].join('\n');
}
