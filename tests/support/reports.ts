/** Reports as students hand them in: the template with figures and answers, and what can go wrong with them. */
import { report } from '../../assignment/report.ts';
import { encodePng } from '../../lib/image/png.ts';
import { type FieldPicture, fillPptx } from '../../lib/report/fill.ts';
import { OfficeFile } from '../../lib/report/office_file.ts';
import { answerPromptOf, fields, NAME_PROMPT, type Question } from '../../lib/report/plan.ts';
import { escapeXml } from '../../lib/report/xml.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { templatePptx } from '../../scripts/report_template/pptx.ts';

export const noCoursePictures = { samples: new Map<string, string>(), pictures: new Map<string, string>() };

/** A picture that no other number gives. */
export function pngOf(n: number, width = 80, height = 60): FieldPicture {
  const data = new Uint8Array(3 * width * height).map((_, i) => (i * (n + 3)) % 251);
  return { bytes: encodePng({ width, height, data }), width, height, description: `picture ${n}` };
}

/** Name of a field → a picture of its own, for each figure of the plan. */
export function allPictures(): Map<string, FieldPicture> {
  const names = report.questions.flatMap(({ number, figures }) => figures.map((_, i) => fields.figure(number, i)));
  return new Map(names.map((name, n) => [name, pngOf(n)]));
}

export const words = (n: number, word = 'word'): string => Array.from({ length: n }, (_, i) => `${word}${i}`).join(' ');

/** Changes the text of parts; `edit` returns undefined to remove one. */
export async function editParts(
  bytes: Buffer,
  edit: (text: string, name: string) => string | undefined,
  only = /^ppt\/slides\/slide\d+\.xml$/,
): Promise<Buffer> {
  const file = await OfficeFile.open(bytes);
  const parts = new Map<string, Uint8Array>();
  for (const name of file.names) {
    const content = await file.read(name);
    const changed = only.test(name) ? edit(content.toString('utf8'), name) : content;
    if (changed !== undefined) parts.set(name, Buffer.from(changed));
  }
  return deterministicZip(parts);
}

/** Every answer has `answerTo` in place of the template's sentence. */
export const answer = (bytes: Buffer, answerTo: (question: Question) => string): Promise<Buffer> =>
  editParts(bytes, (text) =>
    report.questions
      .filter(({ number }) => text.includes(`name="${fields.answer(number)}"`))
      .reduce((xml, one) => xml.replace(answerPromptOf(one), () => escapeXml(answerTo(one))), text)
      .replace(NAME_PROMPT, 'Ada Lovelace'),
  );

let complete: Promise<Buffer> | undefined;

/** Nothing is wrong with it: a picture in each field, 40 words in each answer. */
export function completeReport(): Promise<Buffer> {
  complete ??= (async () => {
    const { bytes } = await fillPptx(await templatePptx(report), allPictures());
    return answer(bytes, ({ number }) => words(40, `answer${number.replace('.', 'x')}y`));
  })();
  return complete;
}
