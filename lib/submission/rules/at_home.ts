/** The rules on a student's own machine. Loads TypeScript, which takes a fifth of a second. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SubmissionFiles, SubmissionFormat } from '../index.ts';
import type { RuleFinding } from './findings.ts';
import { checkFiles } from './index.ts';
import { inspect } from './inspect.ts';

/** @param originals the folder with the files as handed out */
export function checkAtHome(
  files: SubmissionFiles,
  { files: names, modulesByName }: SubmissionFormat,
  originals: string,
): Promise<RuleFinding[]> {
  const texts = new Map([...files].map(([file, bytes]) => [file, new TextDecoder().decode(bytes)]));
  const skeletonText = (file: string) => readFile(join(originals, file), 'utf8');
  return checkFiles(texts, { files: names, modulesByName, skeletonText, inspect });
}
