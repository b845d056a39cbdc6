import { describe, expect, it } from 'vitest';
import { parseExport } from '../../../grader/cohort/export_metadata.ts';
import { parseTime } from '../../../grader/cohort/local_time.ts';
import { CourseError } from '../../../lib/errors.ts';

const text = (time: string) => `---
submission_301:
  :submitters:
  - :name: Ada Byron
    :sid: 903000011
    :email: ada@example.edu
  - :name: Bo Li
    :sid: '903000012'
    :email: bo@example.edu
  :created_at: ${time}
  :score: 10.0
  :history: []
`;

describe("Gradescope's export", () => {
  it.each([
    ['2026-05-01 14:00:00.123456000 Z', '2026-05-01T14:00:00.123Z'],
    ['2026-05-01 14:00:00 -0400', '2026-05-01T14:00:00-04:00'],
    ["'2026-05-01T14:00:00Z'", '2026-05-01T14:00:00Z'],
  ])('has who and when: %s', (written, submitted) => {
    expect(parseExport(text(written), 'it').get('submission_301')).toMatchObject({
      submitted,
      names: ['Ada Byron', 'Bo Li'],
      emails: ['ada@example.edu', 'bo@example.edu'],
      ids: ['903000011', '903000012'],
    });
  });

  it.each(['a: [', 'submission_1: 3\n', text('yesterday')])('refuses %j', (broken) => {
    expect(() => parseExport(broken, 'it')).toThrow(CourseError);
  });
});

describe('parseTime', () => {
  it.each([
    ['Thursday, 15 October 2020, 11:59 PM', 'America/New_York', '2020-10-15T23:59:00-04:00'],
    ['15 December 2020, 00:05', 'America/New_York', '2020-12-15T00:05:00-05:00'],
    ['1 May 2026, 12:00 AM', '+05:30', '2026-05-01T00:00:00+05:30'],
    // An hour after summer time has begun in Berlin.
    ['29 March 2026, 03:30', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
    ['2026-05-01T14:00:00Z', undefined, '2026-05-01T14:00:00Z'],
    ['15 October 2020, 11:59 PM', undefined, undefined],
    ['-', 'UTC', undefined],
  ])('reads %j in %s', (written, zone, expected) => {
    expect(parseTime(written, zone)).toBe(expected);
  });
});
