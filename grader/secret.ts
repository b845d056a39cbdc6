/** The course's secret: what makes the inputs of graded runs unpredictable, and the same whenever the same work is graded. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CourseError } from '../lib/errors.ts';
import { Random } from '../lib/random.ts';
import { projectRoot } from '../lib/root.ts';
import { systemReason } from '../lib/system_errors.ts';

/** In the repository's root; git ignores it, the handout leaves it out. */
export const SECRET_FILE = '.a3_secret';
const MIN_BITS = 128;

export interface SecretOptions {
  /** The environment, for `A3_SECRET`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder of {@link SECRET_FILE}. */
  readonly root?: string;
}

/**
 * `A3_SECRET`, else the content of {@link SECRET_FILE}, which is made on first use, readable by its owner only. Its group may read
 * it where the owner chose so (mode 640).
 * @throws CourseError where either is too easily guessed to be a secret, or the file cannot be read or kept from others
 */
export async function loadSecret({ env = process.env, root = projectRoot }: SecretOptions = {}): Promise<string> {
  if (env.A3_SECRET !== undefined) return strongEnough(env.A3_SECRET, 'A3_SECRET');
  const path = join(root, SECRET_FILE);
  await createUnlessThere(path);
  await closeToOthers(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CourseError(
      `The course's secret in ${path} cannot be read: ${systemReason(error)}. Its owner can let a group read it (\`chgrp GROUP\`, then \`chmod 640\`), or set A3_SECRET to what is in it.`,
    );
  });
  return strongEnough(text.trim(), path);
}

/** What all may read or the group may change is nobody's choice. */
async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o037) === 0) return;
  const closed = mode & 0o007 ? 0o600 : 0o640;
  try {
    await chmod(path, closed);
  } catch {
    throw new CourseError(
      `The course's secret in ${path} can be read or changed by others (mode ${(mode & 0o777).toString(8)}), so it is none. Its owner can close it: \`chmod ${closed.toString(8)}\`.`,
    );
  }
  console.error(`${path} could be read or changed by others. It has the mode ${closed.toString(8)} now.`);
}

async function createUnlessThere(path: string): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
    // A link fails if the file exists, so of two graders that start at once both use the secret of the first.
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
 * An upper bound: as if every character had been drawn from the smallest alphabet that has them all. What repeats counts once,
 * and what looks like a word counts as one word of a long list.
 */
function mostBits(secret: string): number {
  const once = secret.slice(0, `${secret}${secret}`.indexOf(secret, 1));
  const size = ALPHABETS.find(([pattern]) => pattern.test(secret))![1];
  const spelled = size > 16 ? (once.match(/[a-z]{4,}|[A-Z]{4,}/g) ?? []) : [];
  // Chance spells some of a drawn one, but never most of it.
  const words = spelled.join('').length > 0.75 * once.length ? spelled : [];
  const drawn = once.length - words.join('').length;
  // Of so many drawn ones more than a third of what is possible are different.
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

/** The source of a graded run's inputs: depends on the secret, the work's content and the check, on nothing else. */
export function gradedRandom(secret: string, submissionHash: string, checkId: string): Random {
  return new Random(createHmac('sha256', secret).update(`${submissionHash}/${checkId}`).digest('hex'));
}
