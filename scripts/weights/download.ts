/** Downloads one file over HTTP: resumes after interruptions, and accepts it only if its hash is right. */
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CourseError } from '#lib/errors.ts';
import { sha256 } from '#lib/hash.ts';

export interface DownloadOptions {
  readonly url: string;
  /** Path of the partial file, from which the next attempt or run resumes. */
  readonly partPath: string;
  /** Prefix of the file's SHA-256, hexadecimal. */
  readonly sha256Prefix: string;
  readonly maxBytes: number;
  /** Attempts if the connection breaks or the server is busy. */
  readonly attempts?: number;
  /** After this long without a byte, the connection counts as broken. */
  readonly stallTimeoutMs?: number;
  readonly retryDelayMs?: number;
  /** @param total undefined if the server does not say */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  readonly onNote?: (note: string) => void;
}

/** The connection broke, or the server is busy: retry. */
class Interrupted extends Error {}

/**
 * @returns the file's bytes; the part on disk is left to the caller to remove
 * @throws CourseError if the server cannot be reached, refuses, or sends another file
 */
export async function download(options: DownloadOptions): Promise<Uint8Array> {
  const { url, partPath, sha256Prefix, attempts = 4, retryDelayMs = 1000, onNote = () => {} } = options;
  await mkdir(dirname(partPath), { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const resumedAt = await sizeOfFile(partPath);
    try {
      await fetchRest(options, resumedAt);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      if (attempt === attempts) {
        throw new CourseError(
          `The download of ${url} broke off ${attempts} times (${error.message}). Run the same command again: it resumes after ${await sizeOfFile(partPath)} bytes.`,
          { cause: error },
        );
      }
      onNote(`${error.message}; trying again`);
      await delay(retryDelayMs);
      continue;
    }
    const bytes = await readFile(partPath);
    const hash = sha256(bytes);
    if (hash.startsWith(sha256Prefix)) return bytes;
    await rm(partPath);
    if (resumedAt === 0 || attempt === attempts) {
      throw new CourseError(
        `${url} sent a different file than torchvision published: its SHA-256 begins with ${hash.slice(0, 8)}, not ${sha256Prefix}. It was deleted. Try another network or \`--url\`.`,
      );
    }
    onNote('the earlier part does not match the rest; starting over');
  }
}

/** Codes of a lost connection: worth a retry, unlike an unknown host or a closed port. */
const TRANSIENT = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Appends the missing bytes to the partial file. */
async function fetchRest(options: DownloadOptions, start: number): Promise<void> {
  const { url, partPath, maxBytes, stallTimeoutMs = 30_000, onProgress = () => {} } = options;
  const abort = new AbortController();
  let stalled: NodeJS.Timeout | undefined;
  const stillAlive = () => {
    clearTimeout(stalled);
    stalled = setTimeout(
      () => abort.abort(new Interrupted(`received nothing for ${stallTimeoutMs / 1000} s`)),
      stallTimeoutMs,
    );
  };
  try {
    stillAlive();
    const response = await fetch(url, {
      signal: abort.signal,
      // With transfer compression, byte positions would mean something else.
      headers: { 'accept-encoding': 'identity', ...(start > 0 ? { range: `bytes=${start}-` } : {}) },
    }).catch((error: unknown) => {
      if (error instanceof Interrupted) throw error;
      if (TRANSIENT.has(reasonOf(error)))
        throw new Interrupted(`the connection broke off (${reasonOf(error)})`, { cause: error });
      throw unreachable(url, error);
    });
    if (response.status === 416) {
      await response.body?.cancel();
      return; // Nothing is missing, or the part belongs to another file: the hash will tell.
    }
    checkStatus(response, url);
    const resumes = response.status === 206;
    const length = response.headers.get('content-length');
    const total = length === null ? undefined : Number(length) + (resumes ? start : 0);
    let received = resumes ? start : 0;
    const file = await open(partPath, resumes ? 'a' : 'w');
    try {
      onProgress(received, total);
      for await (const chunk of bodyOf(response)) {
        stillAlive();
        received += chunk.length;
        if (received > maxBytes)
          throw new CourseError(`${url} sends more than ${maxBytes} bytes, so it is another file. Check the address.`);
        await file.writeFile(chunk);
        onProgress(received, total);
      }
    } finally {
      await file.close();
    }
    if (total !== undefined && received < total) throw new Interrupted(`received only ${received} of ${total} bytes`);
  } finally {
    clearTimeout(stalled);
  }
}

/** The body's chunks; any error while reading is an interruption. */
async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  if (!response.body) throw new Interrupted('the answer was empty');
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw error instanceof Interrupted
        ? error
        : new Interrupted(`the connection broke off (${reasonOf(error)})`, { cause: error });
    });
    if (done) return;
    yield value;
  }
}

function checkStatus(response: Response, url: string): void {
  if (response.ok) return;
  if (response.status >= 500 || response.status === 429)
    throw new Interrupted(`the server answered ${response.status}`);
  throw new CourseError(
    `${url} was refused: the server answered ${response.status} ${response.statusText}. Check the address, or use a mirror with \`--url\`.`,
  );
}

function unreachable(url: string, error: unknown): CourseError {
  return new CourseError(
    `${url} cannot be reached (${reasonOf(error)}). Check the network, or use a mirror with \`--url\`.`,
    { cause: error },
  );
}

/** `fetch` hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: inner } = (cause ?? {}) as { code?: string; message?: string };
  return code ?? inner ?? message;
}

async function sizeOfFile(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
