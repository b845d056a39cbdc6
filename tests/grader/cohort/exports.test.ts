/** A cohort of 60 as four systems export it: what is graded, whose it is, when it was due, and what is only said. */
// cspell:ignore essayeve
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { type CourseRules, parseCourse, policyOf } from '../../../grader/cohort/course_file.ts';
import { describePlan } from '../../../grader/cohort/describe_plan.ts';
import { type Entry, gather } from '../../../grader/cohort/gather.ts';
import { findSubmissions, type Inputs } from '../../../grader/cohort/inputs.ts';
import { type Roster, readRoster } from '../../../grader/cohort/roster.ts';
import { folderNames } from '../../../scripts/grade/folders.ts';
import { canvasName, makeCohort, moodleName } from '../../support/cohort_of_exports.ts';
import { temporaryFolder } from '../../support/temporary_folder.ts';

const { folder, remove } = await temporaryFolder();
let inputs: Inputs;
beforeAll(async () => {
  await makeCohort(folder, true);
  inputs = await findSubmissions([folder], submission.files, join(folder, 'out'));
}, 120_000);
afterAll(remove);

async function planOf(rules: CourseRules, roster?: Roster): Promise<{ entries: Entry[]; lines: string[] }> {
  const names = folderNames(inputs.submissions);
  const named = new Map(inputs.submissions.map((path, i) => [path, names[i]!]));
  const { groups, timeZone } = rules;
  const entries = await gather(named, { policy: policyOf(rules), roster, groups, timeZone });
  return { entries, lines: describePlan({ inputs, entries, rules, roster }) };
}

const rules = (json: object) => parseCourse(JSON.stringify(json), 'course.json');
const timings = (entries: readonly Entry[], name: RegExp) =>
  entries.filter((entry) => name.test(entry.name)).map(({ policy }) => policy?.timing);

describe('a cohort', () => {
  it('is counted before it is graded, and what is no submission is not graded as one', async () => {
    const { lines } = await planOf(rules({ due: '2026-05-02T00:00:00Z', graceHours: 0 }));
    expect(lines.slice(0, 3)).toEqual([
      '63 inputs: 61 submissions of 60 students, 2 ignored, 2 late, 31 without a time.',
      'Ignored essayeve_4099_78999_report.pdf: it is no zip.',
      'Ignored Nora Nothing_5999_assignsubmission_file_: it is empty.',
    ]);
    expect(lines[3]).toMatch(/^No time, so not checked against the due date: canvas00_4000, .* and 23 more\./);
  });

  it('has a time wherever there is one, and the due date holds for all who have one', async () => {
    const { entries } = await planOf(rules({ due: '2026-05-01T09:30:00Z', graceHours: 0 }));
    expect(timings(entries, /login/)).toEqual(Array(15).fill('in time'));
    expect(timings(entries, /^submission/)).toEqual(Array(15).fill('late'));
    expect(timings(entries, /^canvas05/)).toEqual(['late']);
    expect(new Set(timings(entries, /^Moodle/))).toEqual(new Set(['unknown']));
  });

  it("leaves extensions alone, one's own and a group's", async () => {
    const extensions = {
      'grade04@example.edu': '2026-05-07T00:00:00Z',
      'assignment-3-login03': '2026-05-04T00:00:00Z',
    };
    const groups = [['assignment-3-login03', 'assignment-3-login04']];
    const { entries } = await planOf(rules({ due: '2026-05-01T00:00:00Z', graceHours: 0, extensions, groups }));
    const inTime = entries.filter(({ policy }) => policy?.timing === 'in time').map(({ name }) => name);
    expect(inTime.sort()).toEqual(['assignment-3-login03', 'assignment-3-login04', 'submission_9004']);
  });

  it("reads Moodle's times from its worksheet, in the course's zone", async () => {
    const roster = readRoster(
      'Identifier,Full name,Email address,Status,Grade,Last modified (submission)\n' +
        'Participant 5000,Moodle 00,m00@x.edu,Submitted,-,"Friday, 1 May 2026, 11:59 PM"\n' +
        'Participant 5001,Moodle 01,m01@x.edu,Submitted,-,"Saturday, 2 May 2026, 12:00 AM"\n' +
        'Participant 5999,Nora Nothing,n@x.edu,No submission,-,-\n',
      'worksheet.csv',
    );
    const due = { due: '2026-05-01T23:59:00-04:00', graceHours: 0, timeZone: 'America/New_York' };
    const { entries, lines } = await planOf(rules(due), roster);
    const moodle = entries.filter(({ name }) => /^Moodle 0[01]/.test(name));
    expect(moodle.map(({ metadata, policy }) => [metadata.submitted, policy?.timing])).toEqual([
      ['2026-05-01T23:59:00-04:00', 'in time'],
      ['2026-05-02T00:00:00-04:00', 'late'],
    ]);
    expect(lines).toContain('On the roster without a submission: Nora Nothing.');
    expect(lines).toContain('Columns of the roster that are not used: Status, Grade.');
  });

  it('says whom course.json calls by a name that nobody has', async () => {
    const { lines } = await planOf(rules({ overrides: [{ student: 'nobody@x.edu', score: 1, reason: 'a typo' }] }));
    expect(lines).toContain('course.json names nobody of this cohort: nobody@x.edu. Correct or remove them.');
  });
});

describe('findSubmissions', () => {
  const find = (...paths: string[]) =>
    findSubmissions(
      paths.map((path) => join(folder, path)),
      submission.files,
      join(folder, 'out'),
    );

  it('answers a single file whatever it is, and a folder of one submission', async () => {
    expect(await find('canvas/essayeve_4099_78999_report.pdf')).toMatchObject({
      submissions: [join(folder, 'canvas/essayeve_4099_78999_report.pdf')],
    });
    for (const path of ['assignment_77_export/submission_9000', 'classroom/assignment-3-login00']) {
      expect((await find(path)).submissions).toEqual([join(folder, path)]);
    }
  });

  it('takes the zip in a folder for the submission', async () => {
    expect((await find(`moodle/${moodleName(0)}`, `canvas/${canvasName(0)}`)).submissions).toEqual([
      join(folder, `moodle/${moodleName(0)}/assignment_3_submission.zip`),
      join(folder, `canvas/${canvasName(0)}`),
    ]);
  });

  it('does not look into the output', async () => {
    await mkdir(join(folder, 'out/ada'), { recursive: true });
    await writeFile(join(folder, 'out/ada/gradcam.ts'), '');
    expect((await find('')).submissions).toEqual(inputs.submissions);
  });
});
