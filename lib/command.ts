/** Command lines, and parsers for option values. */
import { Command, InvalidArgumentError } from 'commander';
import { heedNoColor } from './color.ts';
import { swallowedOptions } from './swallowed_options.ts';

class CourseCommand extends Command {
  override parse(argv: readonly string[] = process.argv, source?: Parameters<Command['parse']>[1]): this {
    const args = source?.from === 'user' ? argv : argv.slice(2);
    const names = this.options.flatMap(({ long }) => (long ? [long.slice(2)] : []));
    const problem = swallowedOptions(names, args);
    if (problem) this.error(`${problem}\n`);
    return super.parse(argv, source);
  }
}

/** A command line. Invalid options exit with code 2, like every mistake of the caller (errors.ts). */
export function commandLine(name: string): Command {
  heedNoColor();
  return new CourseCommand(name).exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number ≥ 1.');
}

export function nonNegativeInteger(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Expected a whole number ≥ 0.');
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a positive number.');
}
