/** What course staff get for a cohort: rows, statistics, whom to look at, the page, and the files for learning systems. */
// cspell:ignore doejane jdoe latelea llea roerob rroe
import { describe, expect, it } from 'vitest';
import { needAttention } from '../../../grader/cohort/attention.ts';
import { parseCsv } from '../../../grader/cohort/csv.ts';
import { importFiles } from '../../../grader/cohort/import_files.ts';
import { nothingKnown } from '../../../grader/cohort/metadata.ts';
import { cohortPage } from '../../../grader/cohort/page.ts';
import { readRoster } from '../../../grader/cohort/roster.ts';
import { type CohortRules, classRows, type GradedSubmission, noRules } from '../../../grader/cohort/rows.ts';
import { cohortStatistics } from '../../../grader/cohort/statistics.ts';
import { changesCsv, functionsCsv } from '../../../grader/cohort/tables.ts';
import { toResults } from '../../../grader/report/results_json.ts';
import type { Grading } from '../../../grader/types.ts';
import { gradedSample, refusedSample } from '../../support/sample_gradings.ts';

const sample = gradedSample();
const withMistake: Grading = {
  ...sample,
  checks: sample.checks.map((check) => (check.hint ? { ...check, misconception: 'gram.size' } : check)),
};
const of = (path: string, grading = withMistake, submitted?: string): GradedSubmission => ({
  path: `/cohort/${path}`,
  name: path,
  metadata: { ...nothingKnown, ...(submitted && { submitted }) },
  results: toResults(grading),
  lastAttempt: 'ended',
});
const other = (hash: string, score: number): Grading => ({
  ...withMistake,
  score,
  receipt: { ...sample.receipt!, submission: hash.repeat(64) },
});

const first = of('doejane_1_100_w.zip', other('1', 1), '2026-05-01T00:00:00Z');
const second = of('doejane_1_200_w-1.zip', other('2', 0.5), '2026-05-02T00:00:00Z');
const rules = (changed: Partial<CohortRules>): CohortRules => ({ ...noRules, ...changed });

describe('classRows', () => {
  it.each([
    ['last', [1, 0], [0]],
    ['last', [0, 1], [1]],
    ['first', [1, 0], [1]],
    ['best', [1, 0], [1]],
  ] as const)('counts the %s of several, in whatever order they are found', (counts, order, expected) => {
    const both = order.map((i) => [first, second][i]!);
    const rows = classRows(both, undefined, rules({ counts }));
    expect(rows.flatMap((row, i) => (row.counts ? i : []))).toEqual(expected);
  });

  it('goes by the number of the upload without times, and says if it has neither', () => {
    const timeless = [first, second].map((one) => ({ ...one, metadata: nothingKnown }));
    expect(classRows(timeless).map(({ counts }) => counts)).toEqual([false, true]);
    const moodle = ['a.zip', 'b.zip'].map((name) => of(`Al_7_assignsubmission_file_/${name}`));
    expect(classRows(moodle)[0]?.notes[0]).toContain('their order is unknown');
  });

  it('lets a mark set by hand stand for the student, with its reason', () => {
    const overrides = [{ student: 'doejane', score: 6, reason: 'Regrade request.' }];
    const rows = classRows([first, second], undefined, rules({ overrides }));
    expect(rows.map(({ score }) => score)).toEqual([1, 6]);
    expect(rows[1]?.notes[0]).toBe('set by hand, instead of 0.5: Regrade request.');
  });
});

const roster = readRoster(
  'Student,ID,SIS User ID,SIS Login ID,Section,Assignment 3 Code (555)\n' +
    '"Doe, Jane",1,901,jdoe,A,\n"Roe, Rob",2,902,rroe,A,\n"Late, Lea",3,903,llea,A,\n',
  'gradebook.csv',
);
const graded = [first, second, of('roerob_2_300_w.zip', other('2', 2)), of('strange.zip', refusedSample)];
const rows = classRows(graded, roster);

describe('a cohort', () => {
  it('is counted by function, check and misconception, each student once', () => {
    const { functions, misconceptions, scores } = cohortStatistics(rows);
    expect(scores).toEqual([0.5, 2, 0]);
    expect(functions.find(({ name }) => name === 'ContentLoss.forward')).toMatchObject({ full: 2, none: 0 });
    expect(functions.find(({ name }) => name === 'StyleLoss.gramMatrix')).toMatchObject({ full: 0, none: 2 });
    expect([...misconceptions].map(([id, who]) => [id, who.length])).toEqual([['gram.size', 2]]);
    expect(functionsCsv(cohortStatistics(rows))).toMatch(/\r\nContentLoss\.forward,2,2,2,2,0,0,0,1\r\n/);
  });

  it('names whom to look at, and why', () => {
    const ignored = [{ path: '/cohort/latelea_3_400_essay.pdf', why: 'it is no zip' }];
    const found = needAttention(rows, ignored).map(({ row, reasons }) => [row.student?.name, reasons.join('; ')]);
    expect(found).toEqual([
      ['Doe, Jane', expect.stringContaining('2 submissions by the same student: another one counts')],
      ['Doe, Jane', expect.stringMatching(/^equal to the work of Roe, Rob; 2 submissions/)],
      ['Roe, Rob', 'equal to the work of Doe, Jane'],
      ['Late, Lea', 'no submission: latelea_3_400_essay.pdf is no zip'],
      [undefined, expect.stringContaining('There is nothing in it.; not on the roster')],
    ]);
  });

  it('has a page that escapes what students wrote, and links to the staff reports', () => {
    const hostile = classRows([of('<img src=x onerror=alert(1)>.zip')]);
    const page = cohortPage({
      assignment: 'assignment 3',
      rows: hostile,
      statistics: cohortStatistics(hostile),
      attention: needAttention(hostile),
      misconceptions: [{ id: 'gram.size', wrong: 'Not divided by the size.' }],
      ignored: [],
      plan: ['1 input: 1 submission of 1 student.'],
      reportOf: () => 'staff/x.html',
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('<a href="staff/x.html">&lt;img src=x onerror=alert(1)&gt;.zip</a>');
    expect(page).toContain('Not divided by the size.');
  });

  it('says what a regrade changed', () => {
    const change = { before: 2, after: 3, causes: ['fixtures'], checks: [{ check: 'c', before: '–', after: '1' }] };
    expect(changesCsv(new Map([['ada', change]]))).toMatch(/\r\nada,2,3,fixtures,c,–,1\r\n/);
  });
});

describe('importFiles', () => {
  it("fills Canvas's gradebook, and makes no file for a system that nobody uses", () => {
    const files = importFiles(rows, 'assignment 3', roster);
    expect([...files.keys()]).toEqual(['import_canvas.csv']);
    expect(parseCsv(files.get('import_canvas.csv')!, 'it')).toEqual([
      ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Assignment 3 Code (555)'],
      ['Doe, Jane', '1', '901', 'jdoe', 'A', '0.5'],
      ['Roe, Rob', '2', '902', 'rroe', 'A', '2'],
    ]);
  });

  it("fills Moodle's worksheet and Gradescope's table, with a row for each of a group", () => {
    const people = { names: ['A', 'B'], emails: ['a@x', 'b@x'], ids: ['71', '72'] };
    const pair = { ...of('submission_9'), metadata: { ...nothingKnown, ...people } };
    const files = importFiles(classRows([of('Ana Lind_55_assignsubmission_file_/w.zip'), pair]), 'assignment 3');
    expect(parseCsv(files.get('import_moodle.csv')!, 'it')[1]).toEqual([
      'Participant 55',
      'Ana Lind',
      '',
      '2',
      '6.5',

      '',
    ]);
    expect(parseCsv(files.get('import_gradescope.csv')!, 'it').slice(1)).toEqual([
      ['A', '71', 'a@x', '2', '6.5', '9'],
      ['B', '72', 'b@x', '2', '6.5', '9'],
    ]);
  });
});
