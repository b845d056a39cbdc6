/**
 * Whose fault an error is, and the exit code that says so. A message says what was expected, what came, and what to do next.
 *
 * - {@link StudentError}: the student's code or zip (exit 1).
 * - {@link CourseError}: bad input from staff or operator: options, weights, pictures, fixtures (exit 2).
 * - any other error is a bug of the harness (exit 2, with its stack).
 */
import { closeInspector } from './inspector.ts';

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

const DISK: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room',
  EDQUOT: 'the quota is used up. Make room',
  EROFS: 'the disk is read-only. Choose another folder',
  EACCES: 'that is not allowed. Choose another folder, or change who may write there',
  EPERM: 'that is not allowed. Choose another folder, or change who may write there',
  EEXIST: 'something else is there. Move it away, or choose another name',
  ENOTDIR: 'a file is there where a folder is needed. Move it away, or choose another name',
  EISDIR: 'a folder is there where a file is needed. Move it away, or choose another name',
};

/** What the operator can do if a file cannot be written; nothing for another error. */
function diskProblem(error: unknown): string | undefined {
  const { code = '', path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const problem = DISK[code];
  const file = dest ?? path ?? 'A file';
  return problem && `${file} could not be used: ${problem}, then give the same command again (${code}).`;
}

/** Runs a command's main function; prints an expected error as its sentence, a bug with its stack, and sets the exit code. */
export async function runMain(main: () => Promise<number | void>): Promise<void> {
  closeInspector();
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const expected = error instanceof StudentError || error instanceof CourseError;
    console.error(expected ? error.message : (diskProblem(error) ?? error));
    process.exitCode = expected ? error.exitCode : 2;
  }
}
