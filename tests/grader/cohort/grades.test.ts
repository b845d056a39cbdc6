/** The table of marks. */
import { describe, expect, it } from 'vitest';
import { gradesCsv } from '../../../grader/cohort/grades.ts';
import { nothingKnown } from '../../../grader/cohort/metadata.ts';
import { type Roster, readRoster } from '../../../grader/cohort/roster.ts';
import { classRows, type GradedSubmission } from '../../../grader/cohort/rows.ts';
import { toResults } from '../../../grader/report/results_json.ts';
import { CourseError } from '../../../lib/errors.ts';
import { failedSample, gradedSample, refusedSample } from '../../support/sample_gradings.ts';

const grading = gradedSample();
const table = (graded: readonly GradedSubmission[], roster?: Roster) => gradesCsv(classRows(graded, roster));

describe('gradesCsv', () => {
  const of = (path: string, emails: string[] = []) => ({
    path: `/cohort/${path}`,
    name: path,
    metadata: { ...nothingKnown, emails },
    results: toResults(grading),
    lastAttempt: 'ended' as const,
  });

  it('has a line for each submission', () => {
    const lines = table([of('ada.zip'), { ...of('=b.zip'), results: toResults(refusedSample) }]).split('\r\n');
    expect(lines[1]).toMatch(/^ada\.zip,,,2,6.5,graded,/);
    expect(lines[2]).toMatch(/^'=b\.zip,,,0,40,refused,.*There is nothing in it/);
  });

  it('follows the roster, by file or by address, and leaves nobody out', () => {
    const roster = readRoster(
      'Name,EMAIL,file\nAda,ada@x.edu,ada.zip\n"Bob, B.",BOB@x.edu,\nEve,eve@x.edu,eve.zip\n',
      'roster.csv',
    );
    const lines = table([of('17.zip', ['bob@x.edu']), of('ADA.zip'), of('who.zip')], roster).split('\r\n');
    expect(lines.slice(1, 5)).toEqual([
      expect.stringMatching(/^ADA\.zip,Ada,ada@x\.edu,2,/),
      expect.stringMatching(/^17\.zip,"Bob, B\.",BOB@x\.edu,2,/),
      expect.stringMatching(/^eve\.zip,Eve,eve@x\.edu,,,no submission,/),
      expect.stringMatching(/^who\.zip,,,2,.*not on the roster/),
    ]);
  });

  it("knows a learning system's export by its folders, its numbers, never by a name that many files share", () => {
    const moodle = ['Ana Lind_123456', 'Bo Müller_123457', 'Chen Wu_123458'].map((person) =>
      of(`${person}_assignsubmission_file_/assignment_3_submission.zip`),
    );
    const roster = readRoster(
      'Identifier,Full name,file\nParticipant 123457,Bo Müller,\n,Ana Lind,Ana Lind_123456_assignsubmission_file_\n,X,assignment_3_submission.zip\n',
      'roster.csv',
    );
    const lines = table(moodle, roster).split('\r\n');
    expect(lines.slice(1, 5)).toEqual([
      expect.stringMatching(/^Bo Müller_123457_assignsubmission_file_\/assignment_3_submission\.zip,Bo Müller,,2,/),
      expect.stringMatching(/^Ana Lind_123456_assignsubmission_file_\/assignment_3_submission\.zip,Ana Lind,,2,/),
      expect.stringMatching(/^assignment_3_submission\.zip,X,,,,no submission,/),
      expect.stringMatching(/^Chen Wu_123458_assignsubmission_file_\/.*not on the roster/),
    ]);
    const plain = table([of('ana/work.zip'), of('bo/work.zip')], readRoster('file\nwork.zip\nbo/work.zip\n', 'r'));
    expect(plain).toMatch(
      /\r\nwork\.zip,,,,,no submission.*\r\nbo\/work\.zip,,,2,.*\r\nana\/work\.zip,,,2,.*not on the roster/,
    );
  });

  it('keeps the mark of what the grader failed at when it graded again, and says so', () => {
    const again = (lastAttempt: 'failed' | 'set aside') => table([{ ...of('ada.zip'), lastAttempt }]);
    expect(again('failed')).toMatch(/\r\nada\.zip,,,2,.*this is the earlier result; grade again/);
    expect(again('set aside')).toMatch(/\r\nada\.zip,,,2,.*this is the earlier result; set aside: grade it by hand/);
  });

  it.each(['name,score\nAda,1\n', 'file\nada.zip\nADA\n'])('refuses the roster %j', (text) => {
    expect(() => readRoster(text, 'roster.csv')).toThrow(CourseError);
  });

  it('shows no mark where the grader failed', () => {
    const [, line] = table([{ ...of('ada.zip'), results: toResults(failedSample) }]).split('\r\n');
    expect(line).toMatch(/^ada\.zip,,,,,failed,.*grade again/);
  });
});
