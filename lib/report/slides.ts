/** Where things are in a presentation: its slides in order, and what they relate to (ECMA-376, parts 1 and 2). */
import { posix } from 'node:path';
import { StudentError } from '../errors.ts';
import { MAX_PAGES } from './document.ts';
import type { OfficeFile } from './office_file.ts';
import { attribute, descendants, escapeXml, localName, parsePart } from './xml.ts';

export interface Relationship {
  /** An address; what it means is its last part, e.g. `image`. */
  readonly type: string;
  /** The part's name; of an external one, its address. */
  readonly target: string;
  readonly external: boolean;
}

/** By id. */
export type Relationships = ReadonlyMap<string, Relationship>;

/** The part with the relationships of another. */
export const relationshipsPart = (part: string): string =>
  posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);

/** None if the part has none. */
export async function relationshipsOf(file: OfficeFile, part: string): Promise<Relationships> {
  const name = relationshipsPart(part);
  if (!file.has(name)) return new Map();
  const root = parsePart(await file.readText(name), name);
  return new Map(
    [...descendants(root)].flatMap((element): [string, Relationship][] => {
      const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attribute(element, key));
      if (id === undefined || type === undefined || target === undefined) return [];
      const external = attribute(element, 'TargetMode') === 'External';
      const absolute = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target);
      return [[id, { type, target: external ? target : absolute, external }]];
    }),
  );
}

/** The relationships part's text. Targets become absolute, which means the same. */
export function relationshipsXml(relationships: Relationships): string {
  const lines = [...relationships].map(([id, { type, target, external }]) => {
    const address = external ? `${escapeXml(target)}" TargetMode="External` : `/${escapeXml(target)}`;
    return `<Relationship Id="${escapeXml(id)}" Type="${escapeXml(type)}" Target="${address}"/>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`;
}

/**
 * Names of the slides' parts, in the order of the show.
 * @throws StudentError if there are none, or too many
 */
export async function slideParts(file: OfficeFile): Promise<string[]> {
  const start = [...(await relationshipsOf(file, '')).values()].find(({ type }) => type.endsWith('/officeDocument'));
  const main = start?.target ?? 'ppt/presentation.xml';
  const root = parsePart(await file.readText(main), main);
  const relationships = await relationshipsOf(file, main);
  const parts = [...descendants(root)].flatMap((element) => {
    if (localName(element.name) !== 'sldId') return [];
    const relationship = relationships.get(element.attributes['r:id'] ?? '');
    return relationship && !relationship.external ? [relationship.target] : [];
  });
  if (parts.length === 0) throw new StudentError('It has no slides.');
  if (parts.length > MAX_PAGES) throw new StudentError(`It has ${parts.length} slides; at most ${MAX_PAGES} are read.`);
  return parts;
}
