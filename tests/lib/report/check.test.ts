/** Each planted fault is found, with its question, and nothing else is. */
import { describe, expect, it } from 'vitest';
import { report } from '../../../assignment/report.ts';
import { sha256 } from '../../../lib/hash.ts';
import { type CoursePictures, checkReport } from '../../../lib/report/check.ts';
import { fillPptx } from '../../../lib/report/fill.ts';
import { answerPromptOf, figurePromptOf } from '../../../lib/report/plan.ts';
import { readPptx } from '../../../lib/report/read_pptx.ts';
import { templatePptx } from '../../../scripts/report_template/pptx.ts';
import {
  allPictures,
  answer,
  completeReport,
  editParts,
  noCoursePictures,
  pngOf,
  words,
} from '../../support/reports.ts';

async function check(bytes: Buffer, course: CoursePictures = noCoursePictures) {
  return checkReport(await readPptx(bytes), report, course);
}

/** `code question` of each finding. */
async function found(bytes: Buffer, course?: CoursePictures): Promise<string[]> {
  const { findings } = await check(bytes, course);
  return findings.map(({ code, question }) => (question ? `${code} ${question}` : code));
}

/** The complete report with its slides changed. */
const planted = async (edit: (xml: string, name: string) => string | undefined): Promise<Buffer> =>
  editParts(await completeReport(), edit);

const everyQuestion = (code: string): string[] => report.questions.map(({ number }) => `${code} ${number}`);

const answerIn = (number: string): string => `answer${number.replace('.', 'x')}y0`;

describe('a complete report', () => {
  it('has no findings', async () => {
    expect(await found(await completeReport())).toEqual([]);
  });

  it('has its pages, words and figures counted', async () => {
    const { pages, questions } = await check(await completeReport());
    expect(pages).toBe(16);
    expect(questions.map(({ number, pages, words, figures }) => [number, pages, words, figures])).toEqual([
      ['1.1', [2, 3], 40, 1],
      ['1.2', [4, 5], 40, 1],
      ['1.3', [6, 7], 40, 1],
      ['1.4', [8, 9], 40, 1],
      ['1.5', [10, 11], 40, 1],
      ['1.6', [12], 40, 0],
      ['2.1', [13, 14], 40, 2],
      ['2.2', [15, 16], 40, 3],
    ]);
  });

  it('may use all of its words', async () => {
    const { bytes } = await fillPptx(await templatePptx(report), allPictures());
    const full = await check(await answer(bytes, ({ maxWords }) => words(maxWords)));
    expect(full.findings).toEqual([]);
    expect(full.questions.map((question) => question.words)).toEqual(report.questions.map(({ maxWords }) => maxWords));
  });
});

describe('the template as it is', () => {
  it('lacks every answer and every figure, and the name', async () => {
    const all = await found(await templatePptx(report));
    const figures = report.questions.flatMap(({ number, figures }) => figures.map(() => `noFigure ${number}`));
    expect(all.sort()).toEqual([...everyQuestion('noAnswer'), ...figures, 'noName'].sort());
  });

  it('says that the fields hold the instructions', async () => {
    const { findings } = await check(await templatePptx(report));
    expect(findings[0]?.message).toBe(
      'Question 1.1 has no answer: its field still holds the instructions. Write your answer in their place.',
    );
  });
});

describe('a planted fault', () => {
  it('one word too many', async () => {
    const { bytes } = await fillPptx(await templatePptx(report), allPictures());
    const long = await answer(bytes, ({ number, maxWords }) => words(number === '1.3' ? maxWords + 1 : 40));
    const { findings } = await check(long);
    expect(findings.map(({ message }) => message)).toEqual([
      'The answer to question 1.3 has 351 words, 1 more than the 350 allowed. Shorten it.',
    ]);
  });

  it('an empty answer', async () => {
    const bytes = await planted((xml) => xml.replace(/answer1x4y\d+ ?/g, ''));
    expect(await found(bytes)).toEqual(['noAnswer 1.4']);
  });

  it('an answer after the instructions', async () => {
    const question = report.questions[3]!;
    const bytes = await planted((xml) => xml.replace(answerIn('1.4'), `${answerPromptOf(question)} first`));
    expect(await found(bytes)).toEqual(['instructionsLeft 1.4']);
    expect((await check(bytes)).questions[3]?.words).toBe(40);
  });

  it('a question without a page', async () => {
    // The slides stay in the file, out of the show.
    const bytes = await editParts(
      await completeReport(),
      (xml) => xml.replace(/<p:sldId [^>]*\/>/g, (slide, at: number) => (isNth(xml, at, [3, 4]) ? '' : slide)),
      /^ppt\/presentation\.xml$/,
    );
    expect(await found(bytes)).toEqual(['noPage 1.2']);
    expect((await check(bytes)).questions.map(({ pages }) => pages[0])).toEqual([2, undefined, 4, 6, 8, 10, 11, 13]);
  });

  it('a question that was not asked', async () => {
    const bytes = await planted((xml) => xml.replaceAll(':1.6', ':3.1'));
    expect(await found(bytes)).toEqual(['noPage 1.6', 'unknownQuestion 3.1']);
  });

  it('a figure that was deleted', async () => {
    const bytes = await planted((xml) =>
      xml.replace(/<p:pic>(?:(?!<\/p:pic>).)*name="figure:2\.2:2".*?<\/p:pic>/s, ''),
    );
    const { findings } = await check(bytes);
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'noFigure Question 2.2 lacks a figure: your painting. `npm run report -- --update --style FILE` places it.',
    ]);
  });

  it("a sample figure as one's own", async () => {
    const samples = new Map([[sha256(allPictures().get('figure:1.1:1')!.bytes), 'sample_figures/saliency_map.png']]);
    const bytes = await completeReport();
    expect(await found(bytes, { ...noCoursePictures, samples })).toEqual(['sampleFigure 1.1']);
  });

  it("a picture of the course as one's own", async () => {
    const pictures = new Map([
      [sha256(allPictures().get('figure:2.2:1')!.bytes), 'assets/images/cat.png'],
      // The other questions may use them.
      [sha256(allPictures().get('figure:1.1:1')!.bytes), 'assets/images/fish.png'],
    ]);
    expect(await found(await completeReport(), { ...noCoursePictures, pictures })).toEqual(['coursePicture 2.2']);
  });

  it('a hidden slide', async () => {
    const bytes = await planted((xml, name) =>
      name.endsWith('/slide3.xml') ? xml.replace('<p:sld ', '<p:sld show="0" ') : xml,
    );
    expect(await found(bytes)).toEqual(['hiddenPage']);
  });

  it('half the answer in a box of its own', async () => {
    const box = `<p:sp><p:nvSpPr><p:cNvPr id="99" name="TextBox 9"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>${words(60)}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>`;
    const bytes = await planted((xml, name) => (name.endsWith('/slide3.xml') ? xml.replace('</p:spTree>', box) : xml));
    expect(await found(bytes)).toEqual(['outsideField 1.1']);
  });
});

const isNth = (xml: string, at: number, wanted: readonly number[]): boolean =>
  wanted.includes(xml.slice(0, at).split('<p:sldId ').length - 1);

describe('what is no fault', () => {
  it('names that another program changed: pages are found by their headings, answers by what the template did not write', async () => {
    const bytes = await planted((xml) => xml.replace(/ name="[^"]*"/g, ' name="Google Shape;55;p1"'));
    expect(await found(bytes)).toEqual(everyQuestion('fieldLost'));
    const { questions } = await check(bytes);
    expect(questions.map(({ words, pages }) => [words, pages.at(-1)])).toEqual(
      [3, 5, 7, 9, 11, 12, 14, 16].map((page) => [40, page]),
    );
  });

  it('the instructions are found there too', async () => {
    const bytes = await editParts(await templatePptx(report), (xml) => xml.replace(/ name="[^"]*"/g, ' name="x"'));
    const all = await found(bytes);
    expect(all.filter((one) => one.startsWith('noAnswer'))).toEqual(everyQuestion('noAnswer'));
  });

  it('a figure pasted under another name', async () => {
    const bytes = await planted((xml) => xml.replaceAll('name="figure:2.1:1"', 'name="Picture 7"'));
    expect(await found(bytes)).toEqual([]);
  });

  it('a slide of its own between two others', async () => {
    const bytes = await planted((xml, name) =>
      name.endsWith('/slide12.xml')
        ? xml.replace(/ name="[^"]*1\.6"/g, ' name="x"').replace('Question 1.6', 'More')
        : xml,
    );
    const { questions } = await check(bytes);
    expect(questions[4]?.pages).toEqual([10, 11, 12]);
  });

  it('two questions on one slide', async () => {
    const { bytes } = await fillPptx(await templatePptx(report), new Map([['figure:1.1:1', pngOf(1)]]));
    const both = await editParts(bytes, (xml, name) =>
      name.endsWith('/slide3.xml')
        ? xml.replace(
            '</p:spTree>',
            '<p:sp><p:nvSpPr><p:cNvPr id="99" name="answer:1.6"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>The paper says so</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>',
          )
        : xml,
    );
    const { questions } = await check(both);
    expect(questions[0]).toMatchObject({ words: 0, pages: [2, 3] });
    expect(questions[5]).toMatchObject({ words: 4, pages: [3, 12] });
  });

  it('a table and several paragraphs as an answer', async () => {
    const bytes = await planted((xml) =>
      xml.replace(answerIn('1.6'), 'a</a:t></a:r><a:br/><a:r><a:t>b</a:t></a:r></a:p><a:p><a:r><a:t>c'),
    );
    expect((await check(bytes)).questions[5]?.words).toBe(42);
  });

  it('the same sentence for a figure that is there', () => {
    expect(figurePromptOf(report.questions[0]!.figures[0]!)).toBe('Figure missing: visualization/saliency_map.png');
  });
});
