import { describe, expect, it } from 'vitest';
import { nothingKnown, parseMetadata, type SubmissionMetadata } from '../../../grader/cohort/metadata.ts';
import { applyRules, defaultPolicy, refuseOverLimit, withPolicy } from '../../../grader/cohort/policy.ts';
import { toResults } from '../../../grader/report/results_json.ts';
import { CourseError } from '../../../lib/errors.ts';
import { failedSample, gradedSample } from '../../support/sample_gradings.ts';

const due = '2025-05-01T23:59:00-07:00';
const at = (submitted: string): SubmissionMetadata => ({ ...nothingKnown, submitted, due });
const rules = { ...defaultPolicy };

describe('late marks', () => {
  it.each([
    ['2025-05-01T23:59:00-07:00', 'in time'],
    ['2025-05-02T06:59:00Z', 'in time'],
    ['2025-05-01T23:59:00.001-07:00', 'in grace'],
    ['2025-05-03T23:59:00-07:00', 'in grace'],
    ['2025-05-03T23:59:00.001-07:00', 'late'],
  ])('%s is %s', (submitted, timing) => {
    expect(applyRules(rules, at(submitted))?.timing).toBe(timing);
  });

  it('says nothing without a due date, and admits where nobody knows the time', () => {
    expect(applyRules(rules, { ...nothingKnown, submitted: due })).toBeUndefined();
    expect(applyRules({ ...rules, due }, nothingKnown)?.timing).toBe('unknown');
  });

  it("has the course's due date before the metadata's", () => {
    expect(applyRules({ ...rules, due: '2025-05-01T00:00:00Z' }, at('2025-05-01T23:00:00-07:00'))?.timing).toBe(
      'in grace',
    );
  });

  const late = applyRules(rules, at('2025-05-04T23:59:00-07:00'));

  it('notes and tags what is late, and takes nothing off', () => {
    const grading = withPolicy(gradedSample(), late);
    expect(grading.score).toBe(gradedSample().score);
    expect(grading.findings[0]).toMatchObject({
      code: 'policy.late',
      message: expect.stringContaining('3 d 0 h after'),
    });
    const results = toResults(grading);
    expect(results.tests?.[0]).toMatchObject({ tags: ['late'], visibility: 'visible' });
    expect(results.extra_data.policy).toEqual(late);
  });

  it('takes off what the course says', () => {
    const policy = applyRules({ ...rules, latePenaltyPercent: 25 }, at('2025-05-04T23:59:00-07:00'));
    expect(toResults(withPolicy(gradedSample(), policy)).score).toBe(1.5);
  });

  it('costs nothing within the grace, and says so', () => {
    const policy = applyRules({ ...rules, latePenaltyPercent: 25 }, at('2025-05-02T01:00:00-07:00'));
    const grading = withPolicy(gradedSample(), policy);
    expect([grading.score, grading.findings[0]?.code]).toEqual([2, 'policy.grace']);
    expect(grading.findings[0]?.message).toContain('1 h 1 min after the due date');
  });

  it("makes no zero of the grader's fault", () => {
    expect(toResults(withPolicy(failedSample, late)).score).toBeUndefined();
  });
});

describe('submissions a day', () => {
  const submitted = '2025-05-01T20:00:00-07:00';
  const limit = { ...rules, maxSubmissionsPerDay: 2 };
  const isOver = (...otherSubmissions: string[]) =>
    applyRules(limit, { ...nothingKnown, submitted, otherSubmissions })?.overLimit;

  it('counts those of the same day that came before', () => {
    expect(isOver('2025-05-01T00:00:00-07:00')).toBe(false);
    expect(isOver('2025-05-01T00:00:00-07:00', '2025-05-01T19:59:59-07:00')).toBe(true);
  });

  it('goes by the calendar of the course', () => {
    // In UTC the first is of the 1st, in California it is of the 30th.
    expect(isOver('2025-05-01T06:00:00Z', '2025-05-01T07:30:00Z')).toBe(false);
  });

  it('does not look at later ones, so grading again says the same', () => {
    expect(isOver('2025-05-01T10:00:00-07:00', '2025-05-01T21:00:00-07:00', '2025-05-01T22:00:00-07:00')).toBe(false);
  });

  it('refuses one too many, and says what to do', () => {
    const policy = applyRules(limit, {
      ...nothingKnown,
      submitted,
      otherSubmissions: ['2025-05-01T10:00:00-07:00', '2025-05-01T11:00:00-07:00'],
    });
    const results = toResults(refuseOverLimit('x.zip', 100, policy!));
    expect([results.score, results.extra_data.status]).toEqual([0, 'refused']);
    expect(results.output).toContain('At most 2 submissions a day');
  });
});

describe('parseMetadata', () => {
  const metadata = {
    id: 1,
    created_at: '2018-07-01T14:22:32.365935-07:00',
    assignment: { due_date: '2018-07-31T23:00:00.000000-07:00', late_due_date: null, total_points: '20.0' },
    users: [{ email: 'student@example.com', id: 1234, name: 'Student User' }],
    previous_submissions: [
      { submission_time: '2017-04-06T14:24:48.087023-07:00', score: 0, autograder_error: false, results: {} },
      { submission_time: '2017-04-07T14:24:48.087023-07:00', score: 0, autograder_error: true, results: {} },
    ],
  };

  it("reads Gradescope's, without what the grader failed at", () => {
    expect(parseMetadata(JSON.stringify(metadata), 'it')).toEqual({
      submitted: metadata.created_at,
      due: metadata.assignment.due_date,
      names: ['Student User'],
      emails: ['student@example.com'],
      ids: [],
      otherSubmissions: ['2017-04-06T14:24:48.087023-07:00'],
    });
  });

  it('heeds an extension', () => {
    const users = [{ ...metadata.users[0], assignment: { due_date: '2018-08-03T23:00:00.000000-07:00' } }];
    expect(parseMetadata(JSON.stringify({ ...metadata, users }), 'it').due).toBe(users[0]!.assignment.due_date);
  });

  it('takes null for what it can do without', () => {
    const text = JSON.stringify({
      created_at: metadata.created_at,
      assignment: null,
      users: [{ name: null, email: null, assignment: null }, { name: 'Ada' }],
      previous_submissions: [{ submission_time: null, autograder_error: null }],
    });
    expect(parseMetadata(text, 'it')).toMatchObject({
      due: undefined,
      names: ['Ada'],
      emails: [],
      otherSubmissions: [],
    });
    const none = JSON.stringify({ created_at: metadata.created_at, users: null, previous_submissions: null });
    expect(parseMetadata(none, 'it')).toMatchObject({ names: [], otherSubmissions: [] });
  });

  it.each(['', '[]', '{"created_at":"yesterday"}'])('refuses %j', (text) => {
    expect(() => parseMetadata(text, 'it')).toThrow(CourseError);
  });
});
