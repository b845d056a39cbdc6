/** course.json: one file for everywhere the assignment is graded. */
import { describe, expect, it } from 'vitest';
import { checks } from '../../../assignment/checks/index.ts';
import { parseCourse, policyOf, withPoints } from '../../../grader/cohort/course_file.ts';
import { defaultPolicy } from '../../../grader/cohort/policy.ts';
import { sumPoints } from '../../../harness/points.ts';
import { CourseError } from '../../../lib/errors.ts';

const parse = (json: object) => parseCourse(JSON.stringify(json), 'course.json');
const pointsOf = (list: readonly (typeof checks)[number][], name: string) =>
  list.filter(({ subject }) => subject.name === name).map(({ points }) => points);

describe('course.json', () => {
  it('changes nothing when it says nothing', () => {
    expect(policyOf(parse({}))).toMatchObject(defaultPolicy);
    expect(withPoints(checks, {}).map(({ points }) => points)).toEqual(checks.map(({ points }) => points));
  });

  it('is overridden by what the command line says, and by nothing that it does not', () => {
    const rules = parse({ due: '2026-05-01T00:00:00Z', graceHours: 12, latePenaltyPercent: 20 });
    expect(policyOf(rules, { graceHours: 0, due: undefined })).toMatchObject({
      due: '2026-05-01T00:00:00Z',
      graceHours: 0,
      latePenaltyPercent: 20,
    });
  });

  it("gives a function's points to its checks in proportion, to the last thousandth", () => {
    const before = pointsOf(checks, 'StyleLoss.gramMatrix');
    const scaled = withPoints(checks, { 'StyleLoss.gramMatrix': 7 });
    const after = pointsOf(scaled, 'StyleLoss.gramMatrix');
    expect(sumPoints(after)).toBe(7);
    const factor = 7 / sumPoints(before);
    after.forEach((points, i) => void expect(Math.abs(points - before[i]! * factor)).toBeLessThan(0.005));
    expect(pointsOf(scaled, 'ContentLoss.forward')).toEqual(pointsOf(checks, 'ContentLoss.forward'));
  });

  it.each<[object, string]>([
    [{ due: 'tomorrow' }, 'due'],
    [{ grace: 3 }, 'grace'],
    [{ timeZone: 'Mars/Olympus' }, 'no time zone'],
    [{ overrides: [{ student: 'a', score: 3 }] }, 'reason'],
  ])('refuses %j', (json, message) => {
    expect(() => parse(json)).toThrow(CourseError);
    expect(() => parse(json)).toThrow(message);
  });

  it('refuses points for a function that does not exist', () => {
    expect(() => withPoints(checks, { gramMatrixes: 3 })).toThrow(
      /gramMatrixes\. The functions are .*StyleLoss\.gramMatrix/,
    );
  });
});
