/**
 * Whose fault an error is, and its exit code. A message gives what was expected, what was received, and what to do next.
 *
 * - {@link StudentError}: the student's code or zip (exit 1).
 * - {@link CourseError}: bad input from staff or operator: options, weights, pictures, fixtures (exit 2).
 * - any other error is a bug in the harness (exit 2, with its stack).
 */
import { inspect } from 'node:util';
import { closeInspector } from './inspector.ts';
import { systemProblem } from './system_errors.ts';

export class StudentError extends Error {
  override readonly name: string = 'StudentError';
  readonly exitCode = 1;
}

export class CourseError extends Error {
  override readonly name: string = 'CourseError';
  readonly exitCode = 2;
}

/** Thrown by a stub of the skeleton. */
export class NotImplementedError extends StudentError {
  override readonly name = 'NotImplementedError';

  /**
   * @param file the stub's file, as in the handout
   * @param functionName e.g. `StyleLoss.gramMatrix`
   * @param task what to do, in one sentence
   */
  constructor(
    readonly file: string,
    readonly functionName: string,
    readonly task: string,
  ) {
    super(`${functionName} in ${file} is not implemented yet. ${task}`);
  }
}

/** The text to print: an expected or system error's sentence; for a bug, its stack. */
export function explain(error: unknown): string {
  if (error instanceof StudentError || error instanceof CourseError) return error.message;
  return systemProblem(error) ?? inspect(error);
}

/** Runs a command's main function; prints an expected error as its sentence, a bug with its stack, and sets the exit code. */
export async function runMain(main: () => Promise<number | void>): Promise<void> {
  closeInspector();
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(explain(error));
    process.exitCode = error instanceof StudentError ? error.exitCode : 2;
  }
}
