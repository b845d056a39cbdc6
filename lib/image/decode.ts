/** Any picture file → RGB bytes, reporting each conversion. */
import { PNG } from 'pngjs';
import { CourseError } from '../errors.ts';
import type { Picture } from './resize.ts';

/** A picture with more pixels is refused before decoding, which takes 4 bytes per pixel. */
export const MAX_PIXELS = 100_000_000;

/** Called for each conversion, e.g. "rotated as its EXIF orientation says". */
export type OnNote = (note: string) => void;

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HELP = 'Give a JPEG, PNG or WebP file that opens in a picture viewer.';

/**
 * PNG is decoded in JavaScript; everything else by sharp, which is loaded only then. Color profiles are ignored, as in Pillow,
 * so that the same file gives a network the same numbers in both.
 * @param name the file's name, for errors
 * @throws CourseError if the file is broken, too large or not a picture
 */
export async function decodePicture(bytes: Uint8Array, name: string, onNote: OnNote): Promise<Picture> {
  if (bytes.length === 0) throw new CourseError(`${name} is empty. ${HELP}`);
  refuseHeic(bytes, name);
  const isPng = PNG_SIGNATURE.equals(bytes.subarray(0, 8)) && !hasExif(bytes);
  const decoded = isPng ? decodePng(bytes, name, onNote) : await decodeOther(bytes, name, onNote);
  return onWhite(decoded, onNote);
}

function decodePng(bytes: Uint8Array, name: string, onNote: OnNote): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length >= 24) checkSize(buffer.readUInt32BE(16), buffer.readUInt32BE(20), name);
  let png: ReturnType<typeof PNG.sync.read>;
  try {
    png = PNG.sync.read(buffer.subarray(0, endOfPng(buffer)));
  } catch (error) {
    throw new CourseError(
      `${name} is a broken PNG file, truncated or damaged. ${HELP} (The decoder says: ${firstLine(error)}.)`,
      {
        cause: error,
      },
    );
  }
  const { width, height, depth, color, palette, data } = png as typeof png & {
    depth: number;
    color: boolean;
    palette: boolean;
  };
  if (depth === 16) onNote('reduced from 16 to 8 bits per channel');
  if (!color && !palette) onNote('converted from grayscale to color');
  return { width, height, channels: 4, data };
}

async function decodeOther(bytes: Uint8Array, name: string, onNote: OnNote): Promise<Decoded> {
  const sharp = await loadSharp(name);
  try {
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: false, ignoreIcc: true });
    const metadata = await image.metadata();
    checkSize(metadata.width, metadata.height, name);
    if ((metadata.orientation ?? 1) > 1) onNote('rotated as its EXIF orientation says');
    if ((metadata.pages ?? 1) > 1) onNote(`only the first of its ${metadata.pages} frames is used`);
    if (metadata.depth !== 'uchar') onNote('reduced to 8 bits per channel');
    if (metadata.space === 'b-w' || metadata.space === 'grey16') onNote('converted from grayscale to color');
    if (metadata.space === 'cmyk') onNote('converted from CMYK to RGB');
    const { data, info } = await image
      .autoOrient()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3 && info.channels !== 4) throw new Error(`it has ${info.channels} channels`);
    return { width: info.width, height: info.height, channels: info.channels, data };
  } catch (error) {
    if (error instanceof CourseError) throw error;
    throw new CourseError(`${name} cannot be read as a picture: ${firstLine(error)}. ${HELP}`, { cause: error });
  }
}

async function loadSharp(name: string): Promise<typeof import('sharp')['default']> {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    throw new CourseError(
      `${name} needs the sharp library, which does not load here (${firstLine(error)}). Run \`npm ci\` again, or convert the picture to PNG.`,
      { cause: error },
    );
  }
}

/** Transparent pixels show the background; a network needs an opaque color, so use white, like paper. */
function onWhite({ width, height, channels, data }: Decoded, onNote: OnNote): Picture {
  if (channels === 3) return { width, height, data };
  const rgb = new Uint8Array(width * height * 3);
  let transparent = false;
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const alpha = data[from + 3] as number;
    if (alpha < 255) transparent = true;
    for (let c = 0; c < 3; c++) rgb[to + c] = Math.round(((data[from + c] as number) * alpha) / 255 + 255 - alpha);
  }
  if (transparent) onNote('its transparent parts were placed on white');
  return { width, height, data: rgb };
}

/**
 * Position after the IEND chunk's type and checksum: mailers, editors and archives append bytes there, and every viewer ignores
 * them.
 */
function endOfPng(bytes: Buffer): number {
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return end;
    at = end;
  }
  return bytes.length;
}

/** Brands of ISO base media files with HEVC pictures: what an iPhone takes, regardless of the file's name. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

function refuseHeic(bytes: Uint8Array, name: string): void {
  const [type, brand] = [bytes.subarray(4, 8), bytes.subarray(8, 12)].map((part) =>
    Buffer.from(part).toString('latin1'),
  );
  if (type !== 'ftyp' || !HEIC_BRANDS.includes(brand!)) return;
  throw new CourseError(
    `${name} is a HEIC picture, as taken by iPhones, regardless of its extension. Export it as JPEG (in Photos: File, Export), or set the camera's format to "Most Compatible".`,
  );
}

function checkSize(width: number, height: number, name: string): void {
  if (width * height <= MAX_PIXELS) return;
  throw new CourseError(
    `${name} has ${width}×${height} pixels; at most ${MAX_PIXELS / 1e6} million are accepted. Use a smaller copy.`,
  );
}

/** The orientation in a PNG's eXIf chunk, which some cameras write; pngjs does not read it. */
function hasExif(bytes: Uint8Array): boolean {
  const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('eXIf', 8, 'latin1');
  return chunk >= 0;
}

function firstLine(error: unknown): string {
  return (
    String((error as Error).message)
      .split('\n')[0]
      ?.replace(/\.$/, '') ?? ''
  );
}
