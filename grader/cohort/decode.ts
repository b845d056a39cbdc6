/** The text of a file that staff made with whatever program: spreadsheets save in many encodings and say so in few. */
import { CourseError } from '../../lib/errors.ts';

export interface Decoded {
  readonly text: string;
  readonly encoding: string;
  /** Whether the file itself says so, or no other encoding is possible. */
  readonly isCertain: boolean;
}

/**
 * By the byte order mark; without one UTF-16 by its zeros, UTF-8 if it is valid, else Windows-1252, in which every byte means
 * something.
 * @param name of the file, for errors
 * @throws CourseError if characters were already lost when it was saved
 */
export function decode(bytes: Uint8Array, name: string): Decoded {
  const { encoding, isCertain } = encodingOf(bytes);
  const decoded =
    encoding === 'windows-1252' ? fromWindows(bytes) : new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const text = decoded.replace(/^\uFEFF+/, '');
  const lost = text.split('\n').findIndex((line) => /[\uFFFD\0]/.test(line));
  if (lost >= 0) {
    throw new CourseError(
      `${name}, line ${lost + 1}: characters were lost when the file was saved. Save it again, as CSV in UTF-8.`,
    );
  }
  return { text, encoding, isCertain };
}

/** 0x80 to 0x9F of Windows-1252 (encoding.spec.whatwg.org); the others are those of Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand: the TextDecoder of some releases of Node takes it for Latin-1 (nodejs/node issue 56542). */
function fromWindows(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80]!);
}

function encodingOf(bytes: Uint8Array): Omit<Decoded, 'text'> {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', isCertain: true };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', isCertain: true };
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', isCertain: true };
  const start = bytes.subarray(0, 1000);
  const zeros = (parity: number) => start.filter((byte, i) => byte === 0 && i % 2 === parity).length;
  // Latin letters have a zero in every second byte, and no other encoding has zeros.
  if (zeros(1) > start.length / 4) return { encoding: 'utf-16le', isCertain: false };
  if (zeros(0) > start.length / 4) return { encoding: 'utf-16be', isCertain: false };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { encoding: 'utf-8', isCertain: true };
  } catch {
    return { encoding: 'windows-1252', isCertain: false };
  }
}
