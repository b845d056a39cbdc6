/** Forms, read by a schema; what does not fit is said in a sentence. */
import type { z } from 'zod';
import { HttpError } from '../http_error.ts';

/** Empty fields are left out: a browser sends all of them. */
export function readForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const filled = Object.entries((body ?? {}) as object).filter(([, value]) => value !== '');
  const { data, error } = schema.safeParse(Object.fromEntries(filled));
  if (!error) return data as T;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new HttpError(422, `The form cannot be used. ${problems.join('; ')}. Go back, correct it, and send it again.`);
}
