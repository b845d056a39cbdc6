/** `--limit checkCpuMs=20000`: overrides one limit of the sandbox. */
import { InvalidArgumentError } from 'commander';
import { defaultLimits, type Limits } from '../../grader/limits.ts';

const NAMES = Object.keys(defaultLimits) as (keyof Limits)[];

/** One line for each limit, with its unit at the end of its name, and its default. */
export const limitNames = NAMES.map((name) => `  ${name}=${defaultLimits[name]}`).join('\n');

/** @param before limits from earlier `--limit` options */
export function limit(text: string, before: Partial<Limits> = {}): Partial<Limits> {
  const [name, value] = text.split('=') as [keyof Limits, string | undefined];
  if (!NAMES.includes(name)) throw new InvalidArgumentError(`The limits are ${NAMES.join(', ')}.`);
  if (!/^[1-9]\d{0,14}$/.test(value ?? '')) {
    throw new InvalidArgumentError(`Expected a whole number ≥ 1, e.g. ${name}=${defaultLimits[name]}.`);
  }
  return { ...before, [name]: Number(value) };
}
