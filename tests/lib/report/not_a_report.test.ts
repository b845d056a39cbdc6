/** Files that are no report, or that would harm the machine they are checked on. */
import { describe, expect, it } from 'vitest';
import { report } from '../../../assignment/report.ts';
import { StudentError } from '../../../lib/errors.ts';
import { officeLimits } from '../../../lib/report/office_file.ts';
import { readReport } from '../../../lib/report/read.ts';
import { templatePptx } from '../../../scripts/report_template/pptx.ts';
import { makeZip } from '../../../scripts/support/make_zip.ts';
import { editParts } from '../../support/reports.ts';

async function refusal(bytes: Buffer): Promise<string> {
  const error = await readReport(bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StudentError);
  return (error as StudentError).message;
}

describe('what is no presentation', () => {
  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'It is empty: no byte in it.'],
    ['text', Buffer.from('My report'), 'It is no presentation. Save or export it as .pptx, or as PDF.'],
    [
      'the old format',
      Buffer.from('d0cf11e0a1b11ae100', 'hex'),
      'It is in the old PowerPoint format, or protected with a password.',
    ],
    [
      'a presentation of LibreOffice',
      makeZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.presentation', stored: true }]),
      'It is an OpenDocument file, as LibreOffice writes (.odp). Save or export it as .pptx',
    ],
    ['a Word document', makeZip([{ name: 'word/document.xml', content: '<a/>' }]), 'It is a Word document.'],
    ['a Keynote file', makeZip([{ name: 'Index/Document.iwa', content: 'x' }]), 'It is a Keynote file.'],
    ['another zip', makeZip([{ name: 'gradcam.ts', content: 'x' }]), 'It is a zip without a presentation in it.'],
    ['half a zip', makeZip([{ name: 'ppt/presentation.xml', content: 'x' }]).subarray(0, 60), 'It is damaged ('],
  ])('%s', async (_, bytes, says) => {
    expect(await refusal(bytes)).toContain(says);
  });

  it('half of a report', async () => {
    const bytes = await templatePptx(report);
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toContain('It is damaged (');
  });
});

const withSlide = async (slide: string | Buffer): Promise<Buffer> =>
  makeZip([
    { name: '_rels/.rels', content: relationships('officeDocument', 'ppt/presentation.xml') },
    { name: 'ppt/presentation.xml', content: '<p:p xmlns:p="p" xmlns:r="r"><p:sldId r:id="rId1"/></p:p>' },
    { name: 'ppt/_rels/presentation.xml.rels', content: relationships('slide', 'slides/slide1.xml') },
    { name: 'ppt/slides/slide1.xml', content: slide },
  ]);

const relationships = (type: string, target: string): string =>
  `<Relationships><Relationship Id="rId1" Type="http://x/${type}" Target="${target}"/></Relationships>`;

const shape = (inside: string): string =>
  `<p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:cNvPr name="answer:1.1"/><a:p><a:r><a:t>${inside}</a:t></a:r></a:p></p:sp></p:sld>`;

describe('hostile presentations', () => {
  it('are made from one that can be read', async () => {
    const { pages } = await readReport(await withSlide(shape('It shows &amp; tells')));
    expect(pages).toEqual([
      { number: 1, hidden: false, fields: [{ name: 'answer:1.1', text: 'It shows & tells', pictures: [] }] },
    ]);
  });

  it('entities and external ones', async () => {
    for (const declared of ['<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
      expect(await refusal(await withSlide(`<!DOCTYPE x [${declared}]>${shape('&a;')}`))).toContain('a document type');
    expect(await refusal(await withSlide(shape('&a;')))).toContain('ppt/slides/slide1.xml cannot be read');
  });

  it('a slide that unpacks to far more than its size', async () => {
    const bytes = await withSlide(Buffer.alloc(50 * 2 ** 20, ' '));
    expect(bytes.length).toBeLessThan(100_000);
    expect(await refusal(bytes)).toContain('Its part ppt/slides/slide1.xml is too large (over 4 MiB');
  });

  it('many large slides', async () => {
    const numbers = Array.from({ length: 8 }, (_, i) => i + 1);
    const bytes = makeZip([
      { name: 'ppt/presentation.xml', content: `<p xmlns:r="r">${numbers.map((n) => `<sldId r:id="r${n}"/>`)}</p>` },
      {
        name: 'ppt/_rels/presentation.xml.rels',
        content: `<R>${numbers.map((n) => `<R Id="r${n}" Type="slide" Target="${n}.xml"/>`)}</R>`,
      },
      ...numbers.map((n) => ({ name: `ppt/${n}.xml`, content: `<a>${' '.repeat(3 * 2 ** 20)}</a>` })),
    ]);
    expect(await refusal(bytes)).toBe('Its slides have more than 20 MiB without their pictures.');
  });

  it('nesting', async () => {
    for (const depth of [300, 300_000])
      expect(await refusal(await withSlide('<a>'.repeat(depth) + '</a>'.repeat(depth)))).toContain('cannot be read');
  });

  it('many elements, which take time in proportion', async () => {
    const { pages } = await readReport(await withSlide(`<a>${'<b/>'.repeat(500_000)}</a>`));
    expect(pages).toHaveLength(1);
  });

  it('too many parts, and a part twice', async () => {
    const many = Array.from({ length: officeLimits.maxParts + 1 }, (_, i) => ({ name: `ppt/${i}`, stored: true }));
    expect(await refusal(makeZip(many))).toContain('It has 5001 parts');
    expect(await refusal(makeZip([{ name: 'a' }, { name: 'a' }]))).toContain('It has the part a twice.');
  });

  it('names that lead elsewhere', async () => {
    expect(await refusal(makeZip([{ name: '../../x' }, { name: 'ppt/presentation.xml' }]))).toContain('It is damaged');
    const bytes = await editParts(
      await templatePptx(report),
      (text) => text.replace(/slides\/slide2\.xml/, '../../../etc/passwd'),
      /presentation\.xml\.rels$/,
    );
    expect(await refusal(bytes)).toContain('It lacks the part');
  });

  it('text that is no UTF-8, and no text', async () => {
    expect(await refusal(await withSlide(Buffer.from([0xff, 0xfe, 0x3c, 0])))).toContain('not text in UTF-8');
    expect(await refusal(await withSlide(''))).toContain('cannot be read');
  });

  it('no slides', async () => {
    expect(await refusal(makeZip([{ name: 'ppt/presentation.xml', content: '<p/>' }]))).toBe('It has no slides.');
  });
});
