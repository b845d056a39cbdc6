import { expect, it } from 'vitest';
import { folderNames } from '../../../scripts/grade/folders.ts';

it('gives every submission a folder that can be made, and none that the grader writes to itself', () => {
  const names = ['x'.repeat(251), '学'.repeat(84), '😀'.repeat(62), 'grades.csv', 'Grades.CSV', '..', ''];
  const folders = folderNames(names.map((name) => `/class/${name}.zip`));
  expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(names.length);
  for (const folder of folders) {
    expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(110);
    expect(folder).not.toMatch(/^grades\.csv$|^\.|\uFFFD/i);
  }
});
