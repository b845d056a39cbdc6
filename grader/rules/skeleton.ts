/** The skeleton's files as handed out: what a submission's files are compared with. */
import { readFile } from 'node:fs/promises';

const root = new URL('../../skeleton/', import.meta.url);
const read = new Map<string, Promise<string>>();

/** @param file a file of the assignment */
export function readSkeletonFile(file: string): Promise<string> {
  const text = read.get(file) ?? readFile(new URL(file, root), 'utf8');
  read.set(file, text);
  return text;
}
