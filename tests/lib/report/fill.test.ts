/** Figures are placed into a report, and replaced; everything else stays as it was. */
import { describe, expect, it } from 'vitest';
import { report } from '../../../assignment/report.ts';
import { sha256 } from '../../../lib/hash.ts';
import { type FieldPicture, fillPptx } from '../../../lib/report/fill.ts';
import { OfficeFile } from '../../../lib/report/office_file.ts';
import { readPptx } from '../../../lib/report/read_pptx.ts';
import { templatePptx } from '../../../scripts/report_template/pptx.ts';
import { allPictures, answer, editParts, pngOf } from '../../support/reports.ts';

async function picturesIn(bytes: Buffer): Promise<Map<string, string>> {
  const { pages } = await readPptx(bytes);
  return new Map(
    pages.flatMap(({ fields }) =>
      fields.flatMap(({ name, pictures }) => pictures.map((hash) => [name!, hash!] as const)),
    ),
  );
}

const hashes = (pictures: ReadonlyMap<string, FieldPicture>) =>
  new Map([...pictures].map(([name, { bytes }]) => [name, sha256(bytes)]));

const texts = async (bytes: Buffer) =>
  (await readPptx(bytes)).pages.map(({ fields }) =>
    fields.map(({ text }) => text).filter((text) => text && !text.includes('missing')),
  );

const mediaOf = async (bytes: Buffer) =>
  (await OfficeFile.open(bytes)).names.filter((name) => name.startsWith('ppt/media/'));

describe('filling the template', () => {
  it('places each picture in its field, byte for byte', async () => {
    const template = await templatePptx(report);
    const { bytes, filled } = await fillPptx(template, allPictures());
    expect([...filled].sort()).toEqual([...allPictures().keys()].sort());
    expect([...(await picturesIn(bytes))].sort()).toEqual([...hashes(allPictures())].sort());
    expect(await texts(bytes)).toEqual(await texts(template));
  });

  it('gives the same bytes each time', async () => {
    const [one, two] = [await templatePptx(report), await templatePptx(report)];
    expect((await fillPptx(one, allPictures())).bytes.equals((await fillPptx(two, allPictures())).bytes)).toBe(true);
  });

  it('keeps the proportions, in the middle of the field', async () => {
    const { bytes } = await fillPptx(
      await editParts(await templatePptx(report), (xml) =>
        xml.includes('"figure:1.1:1"') ? xml.replace(/<a:off .*?\/><a:ext .*?\/>/g, FRAME) : xml,
      ),
      new Map([['figure:1.1:1', pngOf(1, 100, 50)]]),
    );
    const slide = (await (await OfficeFile.open(bytes)).read('ppt/slides/slide2.xml')).toString();
    expect(slide).toContain('<a:off x="1000" y="3000"/><a:ext cx="4000" cy="2000"/>');
  });

  it('says which fields there are none of', async () => {
    const { filled } = await fillPptx(await templatePptx(report), new Map([['figure:9.9:1', pngOf(1)]]));
    expect([...filled]).toEqual([]);
  });
});

const FRAME = '<a:off x="1000" y="2000"/><a:ext cx="4000" cy="4000"/>';

describe('updating a report', () => {
  it('replaces figures and keeps answers, in any script and with any sign', async () => {
    const written = await answer(
      (await fillPptx(await templatePptx(report), allPictures())).bytes,
      () => 'Übung & more < 3 "🎨" \u4f60\u597d $& $1',
    );
    const changed = new Map([...allPictures()].map(([name], n) => [name, pngOf(100 + n)]));
    const { bytes, filled } = await fillPptx(written, changed);
    expect(filled.size).toBe(changed.size);
    expect([...(await picturesIn(bytes))].sort()).toEqual([...hashes(changed)].sort());
    expect(await texts(bytes)).toEqual(await texts(written));
    // The figures before are gone from the file.
    expect(await mediaOf(bytes)).toHaveLength(changed.size);
  });

  it('leaves figures that were not drawn again', async () => {
    const { bytes } = await fillPptx(await templatePptx(report), allPictures());
    const one = new Map([['figure:2.1:2', pngOf(50)]]);
    const updated = await picturesIn((await fillPptx(bytes, one)).bytes);
    expect(updated.get('figure:2.1:2')).toBe(sha256(pngOf(50).bytes));
    expect(updated.get('figure:2.1:1')).toBe(hashes(allPictures()).get('figure:2.1:1'));
  });

  it('keeps a picture that another place shows too', async () => {
    const same = new Map([...allPictures().keys()].map((name) => [name, pngOf(1)]));
    const { bytes } = await fillPptx(await templatePptx(report), same);
    expect(await mediaOf(bytes)).toHaveLength(1);
    const { bytes: updated } = await fillPptx(bytes, new Map([['figure:1.1:1', pngOf(2)]]));
    expect((await picturesIn(updated)).get('figure:1.2:1')).toBe(sha256(pngOf(1).bytes));
  });
});
