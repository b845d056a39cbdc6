/** The report's template as a file. */
// cspell:ignore nodebuffer
import PptxGenJs from 'pptxgenjs';
import { OfficeFile } from '../../lib/report/office_file.ts';
import type { ReportPlan } from '../../lib/report/plan.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { addSlides } from './slides.ts';

/** The library writes the time into it. */
const DATE = '2026-01-01T00:00:00Z';

/** The same plan gives the same bytes. */
export async function templatePptx(plan: ReportPlan): Promise<Buffer> {
  const deck = new PptxGenJs();
  deck.layout = 'LAYOUT_WIDE';
  deck.title = plan.title;
  deck.author = deck.company = 'The course';
  addSlides(deck, plan);
  const file = await OfficeFile.open(Buffer.from((await deck.write({ outputType: 'nodebuffer' })) as Uint8Array));
  const parts = new Map<string, Uint8Array>();
  for (const name of file.names) {
    const bytes = await file.read(name);
    parts.set(name, name === 'docProps/core.xml' ? Buffer.from(withoutTime(bytes.toString('utf8'))) : bytes);
  }
  return deterministicZip(parts);
}

const withoutTime = (xml: string): string => xml.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, DATE);
