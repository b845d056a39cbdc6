/** Replies of parser processes by the hash of the request: a cohort submits many identical files, and some work twice. */
import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { ParserResult, Submission } from '../types.ts';
import type { Request } from './process.ts';

/** A result takes under 20 KiB for honest work, and is bounded by the largest accepted source. */
const MAX_RESULTS = 512;

/** Least recently used first. */
const results = new Map<string, ParserResult<unknown>>();

/** Like asking the parser, but remembers each reply. A request that was stopped is not remembered. */
export async function askOnceOnly<T>(request: Request, parser: Submission['parser']): Promise<ParserResult<T>> {
  const key = createHash('sha256').update(serialize(request)).digest('base64');
  const result = (results.get(key) as ParserResult<T> | undefined) ?? (await parser.ask<T>(request));
  results.delete(key);
  if (result.kind === 'done') results.set(key, result);
  const [oldest] = results.keys();
  if (results.size > MAX_RESULTS) results.delete(oldest!);
  return result;
}
