/** Reads a report, whatever kind of file it turns out to be. */
import { StudentError } from '../errors.ts';
import type { ReportDocument } from './document.ts';
import { OfficeFile } from './office_file.ts';
import { readPdf } from './read_pdf.ts';
import { readPptx } from './read_pptx.ts';

/**
 * The content decides, not the name.
 * @throws StudentError if it is no report: what it is instead, and what to do
 */
export async function readReport(bytes: Buffer): Promise<ReportDocument> {
  if (bytes.length === 0) throw new StudentError('It is empty: no byte in it. Save or upload it again.');
  const start = bytes.subarray(0, 1024).toString('latin1');
  if (start.includes('%PDF-')) return readPdf(bytes);
  if (start.startsWith('\xd0\xcf\x11\xe0'))
    throw new StudentError(
      'It is in the old PowerPoint format, or protected with a password. Save it as .pptx, without a password.',
    );
  if (!start.startsWith('PK')) throw new StudentError(`It is no presentation. ${EXPORT}`);
  const file = await OfficeFile.open(bytes);
  if (file.has('ppt/presentation.xml')) return readPptx(bytes);
  throw new StudentError(`${await otherKind(file)} ${EXPORT}`);
}

const EXPORT = 'Save or export it as .pptx, or as PDF.';

async function otherKind(file: OfficeFile): Promise<string> {
  if (file.has('mimetype')) {
    const type = (await file.read('mimetype', 1024)).toString('latin1');
    if (type.includes('opendocument')) return 'It is an OpenDocument file, as LibreOffice writes (.odp).';
  }
  if (file.has('word/document.xml')) return 'It is a Word document.';
  if (file.names.some((name) => /(^|\/)Index\/.*\.iwa$|^Index\.zip$/.test(name))) return 'It is a Keynote file.';
  return 'It is a zip without a presentation in it.';
}
