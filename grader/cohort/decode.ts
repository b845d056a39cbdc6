/** Decodes text files that staff made with some spreadsheet: they save in many encodings and rarely declare which. */
import { CourseError } from '../../lib/errors.ts';

export interface Decoded {
  readonly text: string;
  readonly encoding: string;
  /** Whether the file declares it, or no other encoding is possible. */
  readonly isCertain: boolean;
}

/**
 * Goes by the byte order mark; without one, UTF-16 by its zero bytes, UTF-8 if valid, else Windows-1252, in which every byte is
 * valid.
 * @param name the file's name, for errors
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

/** 0x80 to 0x9F of Windows-1252 (encoding.spec.whatwg.org); the rest equals Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decoded by hand: some Node releases treat it as Latin-1 (nodejs/node issue 56542). */
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
  // In UTF-16 every second byte of Latin text is zero; no other encoding has zeros.
  if (zeros(1) > start.length / 4) return { encoding: 'utf-16le', isCertain: false };
  if (zeros(0) > start.length / 4) return { encoding: 'utf-16be', isCertain: false };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { encoding: 'utf-8', isCertain: true };
  } catch {
    return { encoding: 'windows-1252', isCertain: false };
  }
}
