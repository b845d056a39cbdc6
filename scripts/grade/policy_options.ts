/** Options for the rules about time, the same for `npm run grade` and for what Gradescope runs. */
import { InvalidArgumentError, Option } from 'commander';
import { defaultPolicy } from '../../grader/cohort/policy.ts';
import { positiveInteger } from '../../lib/command.ts';

export const policyOptions = {
  graceHours: new Option('--grace-hours <hours>', 'time after the due date without a penalty')
    .argParser(amount(10_000))
    .default(defaultPolicy.graceHours),
  latePenalty: new Option('--late-penalty <percent>', 'percentage of points deducted for late work')
    .argParser(amount(100))
    .default(defaultPolicy.latePenaltyPercent),
  maxSubmissionsPerDay: new Option(
    '--max-submissions-per-day <number>',
    'more submissions by a student on one day are not graded',
  ).argParser(positiveInteger),
} as const;

function amount(largest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= 0 && number <= largest) return number;
    throw new InvalidArgumentError(`Expected a number from 0 to ${largest}.`);
  };
}
