/** What an error says and the student's line that it comes from. */

// TensorFlow.js alone fills the ten lines that a stack has by default.
Error.stackTraceLimit = 50;

export interface Described {
  /** Its name and its message. */
  readonly message: string;
  /** E.g. `style_utils.ts, line 12`, if that is known. */
  readonly location?: string;
}

/** @param sources as for {@link locationOf}; without it there is no location */
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
 * @param sources where the student's files are, as a stack trace names them: a folder with a `/` at its end, or a prefix
 * @returns the first line of theirs in the stack, e.g. `style_utils.ts, line 12`; the stack itself is for nobody
 */
export function locationOf(error: unknown, sources: string): string | undefined {
  const stack = error instanceof Error ? String(error.stack) : '';
  for (const line of stack.split('\n')) {
    const text = asPath(line);
    const at = text.indexOf(sources);
    const match = at >= 0 && /^([\w/]{1,100}\.ts):(\d{1,9})/.exec(text.slice(at + sources.length));
    if (match) return `${match[1]}, line ${match[2]}`;
  }
  return undefined;
}

/** A stack names a module by its URL, in which a space is `%20`; on Windows by `\`. */
function asPath(line: string): string {
  const path = line.replaceAll('\\', '/');
  try {
    return decodeURI(path);
  } catch {
    return path; // a message with a lone %
  }
}
