/** A report as PDF: text and pictures by page. The PDF is written by hand, so that no other program is needed. */
// cspell:ignore nendobj nstartxref
import { describe, expect, it, vi } from 'vitest';
import { report } from '../../../assignment/report.ts';
import { StudentError } from '../../../lib/errors.ts';
import { checkReport } from '../../../lib/report/check.ts';
import { answerPromptOf, headingOf, limitsOf, type Question } from '../../../lib/report/plan.ts';
import { readReport } from '../../../lib/report/read.ts';
import { noCoursePictures, words } from '../../support/reports.ts';

interface PdfPage {
  readonly lines: readonly string[];
  /** Sides of its pictures, in pixels. */
  readonly pictures?: readonly number[];
}

/** Each line of text on a line of its own, in Latin-1. */
function pdfOf(pages: readonly PdfPage[]): Buffer {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  const kids: number[] = [];
  for (const { lines, pictures = [] } of pages) {
    const images = pictures.map((side) => {
      const data = '80'.repeat(side * side);
      return objects.push(
        `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode /Length ${data.length + 1} >>\nstream\n${data}>\nendstream`,
      );
    });
    const shown = lines.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj 0 -20 Td`).join('\n');
    const drawn = images.map((id) => `q 99 0 0 99 50 50 cm /I${id} Do Q`).join('\n');
    const content = `BT /F1 12 Tf 50 700 Td\n${shown}\nET\n${drawn}`;
    const stream = objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const resources = `<< /Font << /F1 3 0 R >> /XObject << ${images.map((id) => `/I${id} ${id} 0 R`).join(' ')} >> >>`;
    kids.push(
      objects.push(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 30000 800] /Contents ${stream} 0 R /Resources ${resources} >>`,
      ),
    );
  }
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}] >>`;
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(
    `${text}${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  );
}

/** As an export of the slides has them. */
const pagesOf = (question: Question, answer: readonly string[]): PdfPage[] => [
  ...(question.figures.length > 0
    ? [
        {
          lines: [headingOf(question), limitsOf(question), ...question.figures.map(({ title }) => title)],
          pictures: question.figures.map(() => 64),
        },
      ]
    : []),
  { lines: [headingOf(question), ...answer, limitsOf(question), ...question.task.split(/(?<=\?) /)] },
];

async function check(bytes: Buffer) {
  return checkReport(await readReport(bytes), report, noCoursePictures);
}

const title = { lines: ['Report', 'Ada Lovelace', '1'] };
const good = ['This is line one of it, and', 'here is the second-last one.'];

describe('a report as PDF', () => {
  it('has its words, pictures and pages counted, and the template’s own words not', async () => {
    const { findings, questions, pages } = await check(
      pdfOf([title, ...report.questions.flatMap((question) => pagesOf(question, good))]),
    );
    expect(findings).toEqual([]);
    expect(pages).toBe(16);
    expect(questions.map(({ number, pages }) => [number, pages]).slice(0, 2)).toEqual([
      ['1.1', [2, 3]],
      ['1.2', [4, 5]],
    ]);
    expect(questions.map(({ words }) => words)).toEqual(report.questions.map(() => 12));
  });

  it('has the same faults as slides', async () => {
    const pages = report.questions.flatMap((question): PdfPage[] => {
      if (question.number === '1.1') return pagesOf(question, [words(351)]);
      if (question.number === '1.2') return [];
      if (question.number === '1.4') return pagesOf(question, [answerPromptOf(question)]);
      if (question.number === '1.5') return pagesOf(question, good).map(({ lines }) => ({ lines, pictures: [16] }));
      return pagesOf(question, good);
    });
    const { findings } = await check(pdfOf([title, ...pages, { lines: ['Question 9.9: And more', 'text'] }]));
    expect(findings.map(({ code, question }) => `${code} ${question}`)).toEqual([
      'tooManyWords 1.1',
      'noPage 1.2',
      'noAnswer 1.4',
      'noFigure 1.5',
      'unknownQuestion 9.9',
    ]);
  });

  it('is refused where it is damaged', async () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => {});
    for (const bytes of [Buffer.from('%PDF-1.4\nnothing'), pdfOf([title]).subarray(0, 200)])
      await expect(readReport(bytes)).rejects.toThrow(StudentError);
    print.mockRestore();
  });
});
