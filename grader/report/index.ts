/** Writes a grading's reports. */
import { join } from 'node:path';
import { writeFileAtomically } from '../../lib/files.ts';
import type { Grading } from '../types.ts';
import { toHtml } from './html.ts';
import { formatResults, toResults } from './results_json.ts';

/** `results.json` and `report.html`: each is complete or absent, even if interrupted. Creates the folder. */
export async function writeReports(folder: string, grading: Grading): Promise<void> {
  await writeFileAtomically(join(folder, 'report.html'), toHtml(grading));
  await writeFileAtomically(join(folder, 'results.json'), formatResults(toResults(grading)));
}

/** For course staff, in a folder of its own: what is in a submission's folder may be given back to its student. */
export const staffReport = (out: string, name: string): string => join(out, STAFF_FOLDER, `${name}.html`);
export const STAFF_FOLDER = 'staff';

export async function writeStaffReport(out: string, name: string, grading: Grading): Promise<void> {
  await writeFileAtomically(staffReport(out, name), toHtml(grading, 'staff'));
}
