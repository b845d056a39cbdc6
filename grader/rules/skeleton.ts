/** The skeleton's files as handed out: what a submission's files are compared with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/root.ts';

const read = new Map<string, Promise<string>>();

/** @param file a file of the assignment */
export function readSkeletonFile(file: string): Promise<string> {
  const text = read.get(file) ?? readFile(join(projectRoot, 'skeleton', file), 'utf8');
  read.set(file, text);
  return text;
}
