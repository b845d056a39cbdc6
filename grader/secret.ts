/** The course's secret: makes the inputs of graded runs unpredictable, yet the same whenever the same work is graded. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CourseError } from '../lib/errors.ts';
import { Random } from '../lib/random.ts';
import { projectRoot } from '../lib/root.ts';
import { systemReason } from '../lib/system_errors.ts';

/** In the repository's root; ignored by git and not in the handout. */
export const SECRET_FILE = '.a3_secret';
const MIN_BITS = 128;

export interface SecretOptions {
  /** The environment with `A3_SECRET`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder of {@link SECRET_FILE}. */
  readonly root?: string;
}

/**
 * `A3_SECRET`, else the content of {@link SECRET_FILE}, which is created on first use, readable only by its owner. The owner
 * may let the group read it (mode 640).
 * @throws CourseError if either is too easily guessed, or the file cannot be read or is open to others
 */
export async function loadSecret({ env = process.env, root = projectRoot }: SecretOptions = {}): Promise<string> {
  if (env.A3_SECRET !== undefined) return strongEnough(env.A3_SECRET, 'A3_SECRET');
  const path = join(root, SECRET_FILE);
  await createUnlessThere(path);
  await closeToOthers(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CourseError(
      `The course's secret in ${path} cannot be read: ${systemReason(error)}. Its owner can let a group read it (\`chgrp GROUP\`, then \`chmod 640\`), or set A3_SECRET to its content.`,
    );
  });
  return strongEnough(text.trim(), path);
}

/** World-readable or group-writable is never intended. */
async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o037) === 0) return;
  const closed = mode & 0o007 ? 0o600 : 0o640;
  try {
    await chmod(path, closed);
  } catch {
    throw new CourseError(
      `The course's secret in ${path} can be read or changed by others (mode ${(mode & 0o777).toString(8)}), so it is not secret. Its owner can close it: \`chmod ${closed.toString(8)}\`.`,
    );
  }
  console.error(`${path} could be read or changed by others. Its mode is now ${closed.toString(8)}.`);
}

async function createUnlessThere(path: string): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
    // link(2) fails if the file exists, so two graders that start at once both use the first one's secret.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new CourseError(
      `The course's secret cannot be written to ${path}: ${systemReason(error)}. Set A3_SECRET instead.`,
    );
  } finally {
    await rm(draft, { force: true });
  }
}

function strongEnough(secret: string, where: string): string {
  const bits = Math.floor(mostBits(secret));
  if (bits >= MIN_BITS) return secret;
  throw new CourseError(
    `The course's secret in ${where} is worth ${bits} bits at most; at least ${MIN_BITS} are needed. Use what \`openssl rand -hex 32\` prints, and keep it: another secret gives other inputs.`,
  );
}

/**
 * An upper bound: assumes that every character was drawn from the smallest alphabet that has them all. Repetitions count once,
 * and anything like a word counts as one word of a long list.
 */
function mostBits(secret: string): number {
  const once = secret.slice(0, `${secret}${secret}`.indexOf(secret, 1));
  const size = ALPHABETS.find(([pattern]) => pattern.test(secret))![1];
  const spelled = size > 16 ? (once.match(/[a-z]{4,}|[A-Z]{4,}/g) ?? []) : [];
  // Chance spells words in part of a random secret, never in most of it.
  const words = spelled.join('').length > 0.75 * once.length ? spelled : [];
  const drawn = once.length - words.join('').length;
  // In a random secret of this length, over a third of the possible distinct characters occur.
  const distinct = new Set(once).size;
  const isDrawn = distinct >= Math.min(size, once.length) / 3;
  return words.length * BITS_OF_A_WORD + (isDrawn ? drawn : Math.min(drawn, distinct)) * Math.log2(size);
}

const BITS_OF_A_WORD = 13;
const ALPHABETS: readonly (readonly [pattern: RegExp, size: number])[] = [
  [/^\d*$/, 10],
  [/^[\da-f]*$|^[\dA-F]*$/, 16],
  [/^[\w+/=-]*$/, 64],
  [/^/, 95],
];

/** For receipts. */
export function secretFingerprint(secret: string): string {
  return createHmac('sha256', secret).update('fingerprint').digest('hex').slice(0, 16);
}

/** The seed of a graded run's inputs: depends only on the secret, the work's content and the check. */
export function gradedRandom(secret: string, submissionHash: string, checkId: string): Random {
  return new Random(createHmac('sha256', secret).update(`${submissionHash}/${checkId}`).digest('hex'));
}
