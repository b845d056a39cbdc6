/** Reads a report that was exported as PDF: words and pictures by page. Names of fields and bytes of pictures are lost there. */
import { CourseError, StudentError } from '../errors.ts';
import { type Field, MAX_PAGES, type Page, type ReportDocument } from './document.ts';
import { officeLimits } from './office_file.ts';

type Pdf = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
type PdfPage = import('pdfjs-dist/legacy/build/pdf.mjs').PDFPageProxy;

/** Smaller ones, in pixels, are ornaments. */
const MIN_PICTURE_SIDE = 48;

/**
 * @throws StudentError if it cannot be read
 * @throws CourseError if the library for it is not installed
 */
export async function readPdf(bytes: Buffer): Promise<ReportDocument> {
  if (bytes.length > officeLimits.maxFileBytes)
    throw new StudentError(`It has ${Math.round(bytes.length / 2 ** 20)} MiB; at most 100 are accepted.`);
  const pdf = await loadPdfLibrary();
  const task = pdf.getDocument({
    data: new Uint8Array(bytes), // a copy: it is taken away
    verbosity: pdf.VerbosityLevel.ERRORS,
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    if (document.numPages > MAX_PAGES)
      throw new StudentError(`It has ${document.numPages} pages; at most ${MAX_PAGES} are read.`);
    const pages: Page[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const fields = [{ text: await textOf(page, number), pictures: await picturesOf(page, pdf) }];
      pages.push({ number, hidden: false, fields });
      page.cleanup();
    }
    return { format: 'pdf', pages };
  } catch (error) {
    if (error instanceof StudentError || !(error instanceof Error)) throw error;
    const isLocked = error.name === 'PasswordException';
    throw new StudentError(
      isLocked
        ? 'It is protected with a password. Export it without one.'
        : `It is damaged (${error.message}). Export it again.`,
    );
  } finally {
    await task.destroy();
  }
}

/** Line by line, without the page's number where it is a line of its own. */
async function textOf(page: PdfPage, number: number): Promise<string> {
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  return text
    .split('\n')
    .filter((line) => line.trim() !== String(number))
    .join('\n');
}

async function picturesOf(page: PdfPage, { OPS }: Pdf): Promise<Field['pictures']> {
  const { fnArray, argsArray } = await page.getOperatorList();
  return fnArray.flatMap((operation, i) => {
    if (operation !== OPS.paintImageXObject) return [];
    const [, width, height] = argsArray[i] as [string, number, number];
    return Math.min(width, height) >= MIN_PICTURE_SIDE ? [undefined] : [];
  });
}

async function loadPdfLibrary(): Promise<Pdf> {
  // It says that it cannot draw, which nobody asks of it.
  const { warn } = console;
  console.warn = () => {};
  try {
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } catch (error) {
    throw new CourseError(
      'Reading a PDF needs a library that is not installed. Run `npm install --no-save pdfjs-dist@5.6`, or give the .pptx, which is read without it.',
      { cause: error },
    );
  } finally {
    console.warn = warn;
  }
}
