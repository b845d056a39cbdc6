/** Reads the slides of a presentation: named fields with their text and pictures. */
import { sha256 } from '../hash.ts';
import type { Field, Page, ReportDocument } from './document.ts';
import { OfficeFile } from './office_file.ts';
import { relationshipsOf, slideParts } from './slides.ts';
import { attribute, descendants, find, localName, parsePart, textOf, type XmlElement } from './xml.ts';

/** What has a name, a place on the slide, and content. A group is only a folder of them. */
const SHAPES = new Set(['sp', 'pic', 'graphicFrame', 'cxnSp']);

/** @throws StudentError if it cannot be read */
export async function readPptx(bytes: Buffer): Promise<ReportDocument> {
  const file = await OfficeFile.open(bytes);
  const hashes = new Map<string, string>();
  const hashOf = async (part: string): Promise<string> => {
    const hash = hashes.get(part) ?? sha256(await file.read(part));
    hashes.set(part, hash);
    return hash;
  };
  const pages: Page[] = [];
  for (const part of await slideParts(file)) {
    const root = parsePart(await file.readText(part), part);
    const relationships = await relationshipsOf(file, part);
    const fields: Field[] = [];
    for (const shape of shapesOf(root)) {
      const pictures: string[] = [];
      for (const id of embeddedPictures(shape)) {
        const picture = relationships.get(id);
        if (picture && !picture.external && file.has(picture.target)) pictures.push(await hashOf(picture.target));
      }
      fields.push({ name: nameOf(shape) ?? '', text: paragraphs(shape), pictures });
    }
    pages.push({ number: pages.length + 1, hidden: isFalse(attribute(root, 'show')), fields });
  }
  return { format: 'pptx', pages };
}

export function shapesOf(slide: XmlElement): XmlElement[] {
  const isShape = ({ name }: XmlElement) => SHAPES.has(localName(name));
  return [...descendants(slide, (element) => !isShape(element))].filter(isShape);
}

export function nameOf(shape: XmlElement): string | undefined {
  const properties = find(shape, 'cNvPr');
  return properties && attribute(properties, 'name')?.trim();
}

/** Relationship ids of pictures, also of those that fill a shape. */
function embeddedPictures(shape: XmlElement): string[] {
  return [...descendants(shape)].flatMap((element) => {
    const id = localName(element.name) === 'blip' ? attribute(element, 'embed') : undefined;
    return id ? [id] : [];
  });
}

/** A line for each paragraph and line break. Fields such as the slide's number are not the student's text. */
function paragraphs(shape: XmlElement): string {
  const lines: string[] = [];
  for (const element of descendants(shape)) {
    if (localName(element.name) !== 'p') continue;
    let line = '';
    for (const part of descendants(element, ({ name }) => localName(name) !== 'fld')) {
      const kind = localName(part.name);
      if (kind === 't') line += textOf(part);
      else if (kind === 'br') line += '\n';
    }
    lines.push(line);
  }
  return lines.join('\n').trim();
}

const isFalse = (value: string | undefined): boolean => value === '0' || value === 'false';
