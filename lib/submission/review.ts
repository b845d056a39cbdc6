/** What a student should know before submitting, with file and line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SubmissionFiles } from './index.ts';
import { leftOverPrints } from './prints.ts';
import { firstSyntaxError, parseSource } from './source.ts';
import { unsolvedStubs } from './stubs.ts';

export interface Note {
  readonly kind: 'syntax' | 'stub' | 'print';
  /** `file:line` */
  readonly where: string;
  readonly text: string;
}

/** @param originals the folder with the files as handed out */
export async function reviewFiles(files: SubmissionFiles, originals: string): Promise<Note[]> {
  const notes: Note[] = [];
  for (const [file, bytes] of files) {
    const source = parseSource(file, new TextDecoder().decode(bytes));
    const add = (kind: Note['kind'], line: number, text: string) =>
      notes.push({ kind, where: `${file}:${line}`, text });
    const syntaxError = firstSyntaxError(source);
    if (syntaxError) add('syntax', syntaxError.line, `does not parse: ${syntaxError.text}`);
    for (const { line, text } of unsolvedStubs(source)) add('stub', line, `${text} is not solved yet`);
    const original = parseSource(file, await readFile(join(originals, file), 'utf8'));
    for (const { line, text } of leftOverPrints(source, original)) {
      add('print', line, `left-over print: ${text}`);
    }
  }
  return notes;
}
