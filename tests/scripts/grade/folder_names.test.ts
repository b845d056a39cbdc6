import { describe, expect, it } from 'vitest';
import { folderNames } from '../../../scripts/grade/folders.ts';

describe('folderNames', () => {
  it('takes the names of the files, with their folders where they share one', () => {
    expect(folderNames(['a/x.zip', 'b/x.zip', 'c/X.ZIP', 'd/y'])).toEqual(['a_x', 'b_x', 'c_X', 'y']);
    expect(folderNames(['b/x.zip', 'c/a/x.zip', 'd/a/x.zip'])).toEqual(['b_x', 'c_a_x', 'd_a_x']);
    const [zip, folder] = folderNames(['/x.zip', '/x']);
    expect([zip, folder]).toEqual([expect.stringMatching(/^x-[0-9a-f]{8}$/), expect.stringMatching(/^x-[0-9a-f]{8}$/)]);
    expect(zip).not.toBe(folder);
  });

  it('gives nobody in three exports another folder when one student is added, in whatever order', () => {
    const before = [
      'moodle/Ana Lind_123456_assignsubmission_file_/work.zip',
      'moodle/Bo Müller_123457_assignsubmission_file_/work.zip',
      'flat/Chen Wu_123458_assignsubmission_file_work.zip',
      'canvas/lindana_4711_990001_work.zip',
      'canvas/mullerbo_LATE_4712_990002_work-1.zip',
      'assignment_9_export/submission_5001/work.zip',
      'assignment_9_export/submission_5002',
    ];
    const added = [
      'moodle/Amy Young_123999_assignsubmission_file_/work.zip',
      'canvas/aaa_4700_990000_work.zip',
      'assignment_9_export/submission_4999/work.zip',
    ];
    const of = (paths: string[]) => new Map(folderNames(paths).map((name, i) => [paths[i]!, name]));
    const names = of(before);
    expect([...names.values()]).toEqual([
      'Ana Lind_123456',
      'Bo Müller_123457',
      'Chen Wu_123458',
      'lindana_4711',
      'mullerbo_4712',
      'submission_5001',
      'submission_5002',
    ]);
    const after = of([...added, ...before].reverse());
    for (const [path, name] of names) expect([path, after.get(path)]).toEqual([path, name]);
    expect(folderNames(['canvas/lindana_LATE_4711_999999_work-2.zip'])).toEqual(['lindana_4711']);
  });

  it('leads nowhere else', () => {
    const names = folderNames(['..zip', 'a:b*?.zip', '\u202Egnp.zip', `${'l'.repeat(300)}.zip`, 'Zürich März.zip']);
    expect(names).toEqual(['submission', 'a_b__', '_gnp', 'l'.repeat(100), 'Zürich März']);
  });

  it('gives every submission a folder that can be made, and none that the grader writes to itself', () => {
    const names = ['x'.repeat(251), '学'.repeat(84), '😀'.repeat(62), 'grades.csv', 'Grades.CSV', '..', ''];
    const folders = folderNames(names.map((name) => `/cohort/${name}.zip`));
    expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(names.length);
    for (const folder of folders) {
      expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(110);
      expect(folder).not.toMatch(/^grades\.csv$|^\.|\uFFFD/i);
    }
  });
});
