/** What the course's rules about time make of a submission. */
import { finding } from '../../lib/submission/finding.ts';

export const policy = {
  overDailyLimit: finding(
    'refused',
    'policy.limit',
    (perDay: number) =>
      `At most ${perDay} submissions a day are graded, and you had already submitted that many on this day. ` +
      'This one was not run; activate an earlier submission, or submit again tomorrow.',
  ),
  inGrace: finding(
    'warning',
    'policy.grace',
    (delay: string, graceHours: number) =>
      `Submitted ${delay} after the due date, within the ${graceHours} hours of grace: no penalty.`,
  ),
  late: finding('warning', 'policy.late', (delay: string, graceHours: number, penaltyPercent: number) => {
    return `Submitted ${delay} after the due date, over the ${graceHours} hours of grace: marked late; ${penalty(penaltyPercent)}.`;
  }),
  markedLate: finding(
    'warning',
    'policy.late',
    (penaltyPercent: number) => `The learning system marked this submission late; ${penalty(penaltyPercent)}.`,
  ),
};

function penalty(percent: number): string {
  return percent > 0 ? `${percent} % of the points are taken off` : 'no points are taken off';
}
