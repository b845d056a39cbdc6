/** The grading service as a student's terminal sees it: the stored sign-in, and requests in its name. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { StudentError } from './errors.ts';
import { systemReason } from './system_errors.ts';

export interface SignIn {
  /** Where the service is, without a slash at the end. */
  readonly origin: string;
  readonly token: string;
}

/** @param env `XDG_CONFIG_HOME` moves it (XDG Base Directory Specification) */
export const signInFile = (env: Readonly<Record<string, string | undefined>> = process.env): string =>
  join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'assignment-autograder', 'sign-in.json');

/** Readable by its owner only. */
export async function storeSignIn(signIn: SignIn, file = signInFile()): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(signIn)}\n`, { mode: 0o600 });
}

/** @throws StudentError if there is none */
export async function loadSignIn(file = signInFile()): Promise<SignIn> {
  try {
    const { origin, token } = JSON.parse(await readFile(file, 'utf8')) as SignIn;
    if (typeof origin === 'string' && typeof token === 'string') return { origin, token };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
  }
  throw new StudentError(
    'You are not signed in. Run `npm run signin -- ADDRESS`, with the address of your course’s grading service.',
  );
}

/**
 * @param path below `/api/v1/`
 * @throws StudentError with the service's own sentence, or if it does not answer
 */
export async function askService<T>({ origin, token }: SignIn, path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`${origin}/api/v1/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}` },
  }).catch((error: Error) => {
    throw new StudentError(
      `${origin} does not answer: ${systemReason((error.cause as Error | undefined) ?? error)}. Check the address and your connection, then try again.`,
    );
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return body as T;
  const said = (body as { error?: string } | undefined)?.error;
  throw new StudentError(
    said ?? `${origin} answered ${answer.status}, which is not an answer of the grading service. Check the address.`,
  );
}
