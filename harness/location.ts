/** An error's message and the student's line that caused it. */

// TensorFlow.js alone fills the default ten lines of a stack.
Error.stackTraceLimit = 50;

export interface Described {
  /** Its name and its message. */
  readonly message: string;
  /** E.g. `style_utils.ts, line 12`, if that is known. */
  readonly location?: string;
}

/** @param sources as for {@link locationOf}; without it the location is left out */
export function describeError(error: unknown, sources: string | undefined): Described {
  const message = messageOf(error);
  const location = sources && locationOf(error, sources);
  return { message, ...(location && { location }) };
}

/** Anything can be thrown, also what has no text. */
function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : `Thrown: ${String(error)}`;
  } catch {
    return 'Thrown: something that cannot be shown';
  }
}

export const withLocation = ({ message, location }: Described): string =>
  location ? `${message} (${location})` : message;

/**
 * @param sources the student's files as stack traces name them: a folder with a trailing `/`, or a prefix
 * @returns the first line in one of these files, e.g. `style_utils.ts, line 12`; the rest of the stack is never shown
 */
export function locationOf(error: unknown, sources: string): string | undefined {
  const stack = error instanceof Error ? String(error.stack) : '';
  for (const line of stack.split('\n')) {
    const text = asPath(line);
    const at = text.indexOf(sources);
    const match = at >= 0 && /^([\w/]{1,100}\.ts):(\d{1,9})/.exec(text.slice(at + sources.length));
    if (match && !OURS.test(match[1]!)) return `${match[1]}, line ${match[2]}`;
  }
  return undefined;
}

/** In the handout the student's files are beside ours. */
const OURS = /^(assignment|harness|lib|scripts)\//;

/** A stack names a module by its URL, with `%20` for a space, or on Windows by a path with `\`. */
function asPath(line: string): string {
  const path = line.replaceAll('\\', '/');
  try {
    return decodeURI(path);
  } catch {
    return path; // a message with a stray %
  }
}
