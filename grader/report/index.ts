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
