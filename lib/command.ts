import { Command } from 'commander';

/** A command line. What is wrong with its options ends it with exit code 2, as every mistake of its caller does (errors.ts). */
export function commandLine(name: string): Command {
  return new Command(name).exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}
