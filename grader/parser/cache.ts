/** Answers of parser processes by the hash of what was asked: a cohort hands in many equal files, and some work twice. */
import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { ParserResult, Submission } from '../types.ts';
import type { Request } from './process.ts';

/** A result takes under 20 KiB for honest work, and never more than its source could grow to. */
const MAX_RESULTS = 512;

/** In the order in which they were last used. */
const results = new Map<string, ParserResult<unknown>>();

/** Like asking the parser; what a request was answered once, it is answered again. That one was stopped is not kept. */
export async function askOnceOnly<T>(request: Request, parser: Submission['parser']): Promise<ParserResult<T>> {
  const key = createHash('sha256').update(serialize(request)).digest('base64');
  const result = (results.get(key) as ParserResult<T> | undefined) ?? (await parser.ask<T>(request));
  results.delete(key);
  if (result.kind === 'done') results.set(key, result);
  const [oldest] = results.keys();
  if (results.size > MAX_RESULTS) results.delete(oldest!);
  return result;
}
