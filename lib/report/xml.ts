/** Parts of a presentation as elements. Document types are refused, so there are no entities but XML's own five. */
import { parseXml, XmlElement, type XmlNode, XmlText } from '@rgrove/parse-xml';
import { StudentError } from '../errors.ts';

export type { XmlElement } from '@rgrove/parse-xml';

/** Far above what presentations have (about 20). */
const MAX_DEPTH = 200;

/**
 * Elements have their offsets in the text.
 *
 * @param name of the part, for errors
 * @throws StudentError if it is not well formed, has a document type or is nested too deeply
 */
export function parsePart(text: string, name: string): XmlElement {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw unreadable(name, 'it has a document type');
  let root: XmlElement | null;
  try {
    ({ root } = parseXml(text, { includeOffsets: true }));
  } catch (error) {
    // A RangeError too: the parser recurses.
    if (!(error instanceof Error)) throw error;
    throw unreadable(name, error.message.split('\n', 1)[0]!);
  }
  if (!root) throw unreadable(name, 'it is empty');
  refuseDepth(root, name);
  return root;
}

/** Whatever reads the elements may recurse. */
function refuseDepth(root: XmlElement, name: string): void {
  let level: XmlElement[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw unreadable(name, `it is nested more than ${MAX_DEPTH} deep`);
    level = level.flatMap(({ children }) => children.filter((child) => child instanceof XmlElement));
  }
}

const unreadable = (name: string, reason: string): StudentError =>
  new StudentError(
    `Its part ${name} cannot be read: ${reason}. Open it in PowerPoint or LibreOffice, and save it again.`,
  );

/** Without the prefix of its name space, which is the writer's choice. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** By local name. */
export function attribute({ attributes }: XmlElement, name: string): string | undefined {
  const found =
    Object.keys(attributes).find((key) => key === name) ??
    Object.keys(attributes).find((key) => localName(key) === name);
  return found === undefined ? undefined : attributes[found];
}

/** What a reader without the newest features shows instead: the same content a second time. */
const REPEATED = 'Fallback';

/** Descendants in document order. Where `enter` says no, the element is given and what is in it is not. */
export function* descendants(
  element: XmlElement,
  enter: (child: XmlElement) => boolean = () => true,
): Generator<XmlElement> {
  for (const child of element.children) {
    if (!(child instanceof XmlElement) || localName(child.name) === REPEATED) continue;
    yield child;
    if (enter(child)) yield* descendants(child, enter);
  }
}

/** The first descendant with a local name. */
export function find(element: XmlElement, name: string): XmlElement | undefined {
  for (const one of descendants(element)) if (localName(one.name) === name) return one;
  return undefined;
}

export const textOf = ({ children }: { readonly children: readonly XmlNode[] }): string =>
  children.map((child) => (child instanceof XmlText ? child.text : '')).join('');

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
