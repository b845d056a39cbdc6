/** Answers of the reader (child.ts) by the hash of what was asked: a class hands in many equal files, and some work twice. */
import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import { type Answer, ask, type ReadingBudget } from './parser_host.ts';
import type { Request } from './parser_process.ts';

/** An answer takes under 20 KiB where the work is honest, and never more than its source could grow to. */
const MAX_ANSWERS = 512;

/** In the order in which they were last used. */
const answers = new Map<string, Answer<unknown>>();

/** Like {@link ask}; what a request was answered once, it is answered again. That one was stopped is not kept. */
export async function askOnceOnly<T>(request: Request, budget?: ReadingBudget): Promise<Answer<T>> {
  const key = createHash('sha256').update(serialize(request)).digest('base64');
  const answer = (answers.get(key) as Answer<T> | undefined) ?? (await ask<T>(request, budget));
  answers.delete(key);
  if (answer.kind === 'answered') answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MAX_ANSWERS) answers.delete(oldest!);
  return answer;
}
