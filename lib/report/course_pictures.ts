/** Hashes of the pictures that the course hands out, to recognize them in a report. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow } from '../files.ts';
import { sha256 } from '../hash.ts';
import type { CoursePictures, KnownPictures } from './check.ts';

/** @param root the project's, or the handout's */
export async function readCoursePictures(root: string): Promise<CoursePictures> {
  return {
    samples: await hashesOf(root, 'sample_figures'),
    pictures: await hashesOf(root, 'assets/images'),
  };
}

async function hashesOf(root: string, folder: string): Promise<KnownPictures> {
  const paths = (await filesBelow(join(root, folder))).filter((path) => path.endsWith('.png'));
  const read = paths.map(
    async (path) => [sha256(await readFile(join(root, folder, path))), `${folder}/${path}`] as const,
  );
  return new Map(await Promise.all(read));
}
