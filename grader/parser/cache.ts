/** Answers of parser processes by the hash of what was asked: a class hands in many equal files, and some work twice. */
import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { ParserAnswer, Submission } from '../types.ts';
import type { Request } from './process.ts';

/** An answer takes under 20 KiB for honest work, and never more than its source could grow to. */
const MAX_ANSWERS = 512;

/** In the order in which they were last used. */
const answers = new Map<string, ParserAnswer<unknown>>();

/** Like asking the parser; what a request was answered once, it is answered again. That one was stopped is not kept. */
export async function askOnceOnly<T>(request: Request, parser: Submission['parser']): Promise<ParserAnswer<T>> {
  const key = createHash('sha256').update(serialize(request)).digest('base64');
  const answer = (answers.get(key) as ParserAnswer<T> | undefined) ?? (await parser.ask<T>(request));
  answers.delete(key);
  if (answer.kind === 'answered') answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MAX_ANSWERS) answers.delete(oldest!);
  return answer;
}
