/** The course's secret: what makes the inputs of graded runs unpredictable, and the same whenever the same work is graded. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CourseError } from '../lib/errors.ts';
import { Random } from '../lib/random.ts';
import { projectRoot } from '../lib/root.ts';

/** In the repository's root; git ignores it, the handout leaves it out. */
export const SECRET_FILE = '.a3_secret';
const MIN_CHARS = 16;

export interface SecretOptions {
  /** The environment, for `A3_SECRET`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder of {@link SECRET_FILE}. */
  readonly root?: string;
}

/**
 * `A3_SECRET`, else the content of {@link SECRET_FILE}, which is made on first use, readable by its owner only.
 * @throws CourseError where either is too short to be a secret
 */
export async function loadSecret({ env = process.env, root = projectRoot }: SecretOptions = {}): Promise<string> {
  if (env.A3_SECRET !== undefined) return longEnough(env.A3_SECRET, 'A3_SECRET');
  const path = join(root, SECRET_FILE);
  await createUnlessThere(path);
  if ((await stat(path)).mode & 0o077) await chmod(path, 0o600);
  return longEnough((await readFile(path, 'utf8')).trim(), path);
}

async function createUnlessThere(path: string): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
    // A link fails where the file exists, so of two graders that start at once both use the secret of the first.
    await link(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    throw new CourseError(`The course's secret cannot be written to ${path} (${code}). Set A3_SECRET instead.`);
  } finally {
    await rm(draft, { force: true });
  }
}

function longEnough(secret: string, where: string): string {
  if (secret.length >= MIN_CHARS) return secret;
  throw new CourseError(
    `The course's secret in ${where} has ${secret.length} characters; at least ${MIN_CHARS} are needed. Use random ones, and keep them: another secret gives other inputs.`,
  );
}

/** The source of a graded run's inputs: depends on the secret, the work's content and the check, on nothing else. */
export function gradedRandom(secret: string, submissionHash: string, checkId: string): Random {
  return new Random(createHmac('sha256', secret).update(`${submissionHash}/${checkId}`).digest('hex'));
}
