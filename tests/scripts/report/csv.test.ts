/** A cohort's reports as a table. */
import { expect, it } from 'vitest';
import { report } from '../../../assignment/report.ts';
import { parseCsv } from '../../../grader/cohort/csv.ts';
import { checkReport } from '../../../lib/report/check.ts';
import { reportFindings } from '../../../lib/report/findings.ts';
import { readPptx } from '../../../lib/report/read_pptx.ts';
import { reportsCsv } from '../../../scripts/report_check/csv.ts';
import { templatePptx } from '../../../scripts/report_template/pptx.ts';
import { completeReport, noCoursePictures } from '../../support/reports.ts';

it('has a row for each report, also for what could not be read', async () => {
  const check = async (bytes: Buffer) => checkReport(await readPptx(bytes), report, noCoursePictures);
  const csv = reportsCsv(
    new Map([
      ['ada.pptx', await check(await completeReport())],
      ['=bob.pptx', await check(await templatePptx(report))],
      ['eve.pptx', { pages: 0, questions: [], findings: [reportFindings.unreadable('It is empty.')] }],
    ]),
    report,
  );
  const [header, ada, bob, eve] = parseCsv(csv, 'reports.csv');
  const cell = (row: readonly string[] | undefined, name: string) => row?.[header!.indexOf(name)];
  expect(ada?.slice(0, 8)).toEqual(['ada.pptx', 'pptx', '16', 'yes', '', '40', '2–3', '1']);
  expect(cell(bob, 'file')).toBe("'=bob.pptx"); // no formula
  expect(cell(bob, 'problems')).toContain('noAnswer 1.1; noFigure 1.1');
  expect(cell(bob, 'figures_2.2')).toBe('0');
  expect(eve?.slice(0, 6)).toEqual(['eve.pptx', '', '0', 'no', 'unreadable', '']);
  expect(cell(eve, 'messages')).toBe('It is empty.');
});
