/** The pictures that a report is filled with: figures that the entry scripts drew, and the student's own. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CourseError } from '../errors.ts';
import { readInputFile } from '../files.ts';
import { decodePicture } from '../image/decode.ts';
import { fitPicture } from '../image/panels.ts';
import { encodePng } from '../image/png.ts';
import type { WantedFigure } from './plan.ts';

export interface PngFile {
  readonly bytes: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface PictureSources {
  /** Where the entry scripts put their figures. */
  readonly folder: string;
  /** The student's own pictures, by the option that names them. */
  readonly content?: string;
  readonly style?: string;
}

/** Of a student's own picture: sharp on a slide, and not the 12 megapixels of a telephone. */
const MAX_SIDE = 1200;

/** Where a figure's file should be; undefined if it was not given. */
export function sourceOf(figure: WantedFigure, sources: PictureSources): string | undefined {
  return 'file' in figure ? join(sources.folder, figure.file) : sources[figure.own];
}

/**
 * Undefined if it was not drawn yet, or not given.
 * @throws CourseError if it cannot be read as a picture
 */
export async function readFigure(
  figure: WantedFigure,
  sources: PictureSources,
  onNote: (note: string) => void,
): Promise<PngFile | undefined> {
  const path = sourceOf(figure, sources);
  if (path === undefined || ('file' in figure && !existsSync(path))) return undefined;
  const bytes = await readInputFile(path);
  const name = basename(path);
  if (!('file' in figure)) return ownPicture(bytes, name, onNote);
  const png = asPng(bytes);
  if (!png) throw new CourseError(`${path} is not a PNG file. Draw it again: \`${figure.command}\`.`);
  return png;
}

/** A PNG of moderate size stays as it is; anything else becomes one. */
async function ownPicture(bytes: Uint8Array, name: string, onNote: (note: string) => void): Promise<PngFile> {
  const picture = await decodePicture(bytes, name, (note) => onNote(`${name}: ${note}`));
  const given = asPng(bytes);
  const isLarge = Math.max(picture.width, picture.height) > MAX_SIDE;
  if (given && !isLarge && given.width === picture.width) return given;
  const fitted = isLarge ? fitPicture(picture, MAX_SIDE) : picture;
  return { bytes: encodePng(fitted), width: fitted.width, height: fitted.height };
}

function asPng(bytes: Uint8Array): PngFile | undefined {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 24));
  if (header.length < 24 || header.toString('latin1', 1, 8) !== 'PNG\r\n\x1a\n') return undefined;
  return { bytes, width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}
