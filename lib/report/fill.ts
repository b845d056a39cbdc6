/**
 * Puts pictures into the fields of a presentation that are meant for them, and changes nothing else: the rest of a slide stays
 * as it is, character for character, so that answers survive.
 */
import { sha256 } from '../hash.ts';
import { deterministicZip } from '../submission/archive.ts';
import { OfficeFile } from './office_file.ts';
import { type Frame, pictureXml } from './picture_xml.ts';
import type { PngFile } from './pictures.ts';
import { nameOf, shapesOf } from './read_pptx.ts';
import { type Relationships, relationshipsOf, relationshipsPart, relationshipsXml, slideParts } from './slides.ts';
import { attribute, find, parsePart, type XmlElement } from './xml.ts';

export interface FieldPicture extends PngFile {
  /** What it shows, for those who cannot see it. */
  readonly description: string;
}

export interface Filled {
  readonly bytes: Buffer;
  /** Names of the fields that were found and filled. */
  readonly filled: ReadonlySet<string>;
}

const CONTENT_TYPES = '[Content_Types].xml';
const IMAGE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';

/**
 * A field that has a picture already gets the new one.
 *
 * @param pictures name of the field → its picture
 * @throws StudentError if the presentation cannot be read
 */
export async function fillPptx(bytes: Buffer, pictures: ReadonlyMap<string, FieldPicture>): Promise<Filled> {
  const file = await OfficeFile.open(bytes);
  const parts = new Map<string, Uint8Array>();
  for (const name of file.names) parts.set(name, await file.read(name));
  const filled = new Set<string>();
  const related = new Set<string>();
  for (const part of await slideParts(file)) {
    const before = await relationshipsOf(file, part);
    const slide = fillSlide(await file.readText(part), part, before, pictures);
    for (const { target } of slide.relationships.values()) related.add(target);
    if (slide.filled.length === 0) continue;
    for (const name of slide.filled) filled.add(name);
    for (const [name, picture] of slide.media) parts.set(name, picture);
    parts.set(part, Buffer.from(slide.xml));
    parts.set(relationshipsPart(part), Buffer.from(relationshipsXml(slide.relationships)));
  }
  // What an earlier run placed, and this one replaced.
  for (const name of parts.keys()) if (MEDIA.test(name) && !related.has(name)) parts.delete(name);
  if (filled.size > 0) parts.set(CONTENT_TYPES, Buffer.from(withPng(await file.readText(CONTENT_TYPES))));
  return { bytes: await deterministicZip(parts), filled };
}

/** The same picture twice is one part. */
const mediaPart = ({ bytes }: PngFile): string => `ppt/media/report-${sha256(bytes).slice(0, 16)}.png`;
const MEDIA = /^ppt\/media\/report-[\da-f]{16}\.png$/;

interface FilledSlide {
  readonly xml: string;
  readonly relationships: Relationships;
  readonly media: ReadonlyMap<string, Uint8Array>;
  readonly filled: readonly string[];
}

function fillSlide(
  before: string,
  part: string,
  relationshipsBefore: Relationships,
  pictures: ReadonlyMap<string, FieldPicture>,
): FilledSlide {
  let xml = before;
  const relationships = new Map(relationshipsBefore);
  const media = new Map<string, Uint8Array>();
  const filled: string[] = [];
  // From the end, so that offsets before a change stay right.
  for (const shape of shapesOf(parsePart(before, part)).reverse()) {
    const name = nameOf(shape) ?? '';
    const picture = pictures.get(name);
    const frame = picture && frameOf(shape);
    if (!frame) continue;
    const target = mediaPart(picture);
    const relationship = freshId(relationships);
    relationships.set(relationship, { type: IMAGE, target, external: false });
    media.set(target, picture.bytes);
    const shapeId = attribute(find(shape, 'cNvPr')!, 'id') ?? '2';
    const { description } = picture;
    const placed = pictureXml({ shapeId, name, description, relationship, size: picture, frame });
    xml = xml.slice(0, shape.start) + placed + xml.slice(shape.end);
    filled.push(name);
  }
  for (const [id, { type }] of relationships)
    if (type === IMAGE && !xml.includes(`"${id}"`) && !xml.includes(`'${id}'`)) relationships.delete(id);
  return { xml, relationships, media, filled };
}

/** Undefined if its place is that of a layout's placeholder. */
function frameOf(shape: XmlElement): Frame | undefined {
  const transform = find(shape, 'xfrm');
  const [offset, extent] = [transform && find(transform, 'off'), transform && find(transform, 'ext')];
  if (!offset || !extent) return undefined;
  const numbers = [
    attribute(offset, 'x'),
    attribute(offset, 'y'),
    attribute(extent, 'cx'),
    attribute(extent, 'cy'),
  ].map(Number);
  const [x, y, width, height] = numbers as [number, number, number, number];
  return numbers.every(Number.isFinite) && width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function freshId(relationships: Relationships): string {
  let n = relationships.size + 1;
  while (relationships.has(`rId${n}`)) n += 1;
  return `rId${n}`;
}

/** The list of content types with that of PNG. */
function withPng(contentTypes: string): string {
  if (/<Default\b[^>]*\bExtension=["']png["']/i.test(contentTypes)) return contentTypes;
  return contentTypes.replace(/(<Types\b[^>]*>)/, '$1<Default Extension="png" ContentType="image/png"/>');
}
