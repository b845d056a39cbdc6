import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CourseError } from '../../../lib/errors.ts';
import { type DownloadOptions, download } from '../../../scripts/weights/download.ts';

const FILE = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const PREFIX = createHash('sha256').update(FILE).digest('hex').slice(0, 8);

let folder: string;
let partPath: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  partPath = join(folder, 'weights', 'x.part');
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Starts a server; every request is counted and its Range noted. */
async function serve(handler: Handler): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    handler(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.pth`, ranges };
}

/** Sends the file, or the part of it that was asked for; `until` breaks the connection off there. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  options: { file?: Buffer; until?: number; ranged?: boolean } = {},
): void {
  const { file = FILE, ranged = true } = options;
  const until = options.until ?? file.length;
  const start = ranged ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (start >= file.length) {
    response.writeHead(416).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': file.length - start });
  response.write(file.subarray(start, until), () => (until < file.length ? response.destroy() : response.end()));
}

async function run(url: string, more: Partial<DownloadOptions> = {}) {
  const notes: string[] = [];
  const progress: [number, number | undefined][] = [];
  const bytes = await download({
    url,
    partPath,
    sha256Prefix: PREFIX,
    maxBytes: 1_000_000,
    retryDelayMs: 1,
    onNote: (note) => notes.push(note),
    onProgress: (received, total) => progress.push([received, total]),
    ...more,
  });
  return { bytes, notes, progress };
}

test('a whole file, with progress to its end', async () => {
  const { url } = await serve((request, response) => send(request, response));
  const { bytes, notes, progress } = await run(url);
  expect(Buffer.compare(bytes, FILE)).toBe(0);
  expect(notes).toEqual([]);
  expect(progress[0]).toEqual([0, FILE.length]);
  expect(progress.at(-1)).toEqual([FILE.length, FILE.length]);
});

// How much of what was sent before a break arrives is up to the machine, so no test counts on it.
test('broken off twice: tried again until all is there', async () => {
  const { url, ranges } = await serve((request, response, count) =>
    send(request, response, count < 3 ? { until: 100_000 * count } : {}),
  );
  const { bytes, notes } = await run(url);
  expect(Buffer.compare(bytes, FILE)).toBe(0);
  expect(ranges).toHaveLength(3);
  expect(notes).toHaveLength(2);
  expect(notes[0]).toMatch(/the connection broke off .*; trying again/);
});

test('resumes after what an earlier run left', async () => {
  const { url, ranges } = await serve((request, response) => send(request, response));
  await mkdir(dirname(partPath));
  await writeFile(partPath, FILE.subarray(0, 50_000));
  const { bytes, progress } = await run(url);
  expect(Buffer.compare(bytes, FILE)).toBe(0);
  expect(ranges).toEqual(['bytes=50000-']);
  expect(progress[0]).toEqual([50_000, FILE.length]);
});

test('always broken off: says how far it came, and keeps that', async () => {
  const { url } = await serve((request, response) => send(request, response, { until: 50_000 }));
  const message = await run(url, { attempts: 2 }).catch((error: Error) => error.message);
  expect(message).toMatch(/broke off 2 times/);
  expect(message).toContain(`it resumes after ${(await readFile(partPath)).length} bytes`);
});

test('a server that falls silent counts as broken off', async () => {
  const { url, ranges } = await serve((request, response, count) => {
    if (count > 1) send(request, response);
    else response.writeHead(200, { 'content-length': FILE.length }).flushHeaders();
  });
  const { bytes, notes } = await run(url, { stallTimeoutMs: 200 });
  expect(Buffer.compare(bytes, FILE)).toBe(0);
  expect(notes).toEqual(['received nothing for 0.2 s; trying again']);
  expect(ranges).toHaveLength(2);
});

test('a server that never answers', async () => {
  const { url } = await serve(() => {});
  await expect(run(url, { attempts: 1, stallTimeoutMs: 100 })).rejects.toThrow(/received nothing for 0\.1 s/);
});

test('slow, but steady, is fine', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(200);
    let at = 0;
    const timer = setInterval(() => {
      response.write(FILE.subarray(at, at + 50_000));
      at += 50_000;
      if (at < FILE.length) return;
      clearInterval(timer);
      response.end();
    }, 20);
  });
  const { bytes, progress } = await run(url, { stallTimeoutMs: 2000 });
  expect(Buffer.compare(bytes, FILE)).toBe(0);
  expect(progress.at(-1)).toEqual([FILE.length, undefined]);
});

test('a server that cannot resume sends it all again', async () => {
  const { url, ranges } = await serve((request, response) => send(request, response, { ranged: false }));
  await mkdir(dirname(partPath));
  await writeFile(partPath, FILE.subarray(0, 50_000));
  expect(Buffer.compare((await run(url)).bytes, FILE)).toBe(0);
  expect(ranges).toEqual(['bytes=50000-']);
});

test('all is there already: nothing is fetched again', async () => {
  const { url, ranges } = await serve((request, response) => send(request, response));
  await mkdir(dirname(partPath));
  await writeFile(partPath, FILE);
  expect(Buffer.compare((await run(url)).bytes, FILE)).toBe(0);
  expect(ranges).toEqual([`bytes=${FILE.length}-`]);
});

test('a part of another file is thrown away, and the download starts over', async () => {
  const { url, ranges } = await serve((request, response) => send(request, response));
  await run(url);
  await writeFile(
    partPath,
    FILE.subarray(0, 10_000).map((byte) => byte ^ 1),
  );
  const { bytes, notes } = await run(url);
  expect(Buffer.compare(bytes, FILE)).toBe(0);
  expect(notes).toEqual(['the earlier part does not match the rest; starting over']);
  expect(ranges).toEqual([undefined, 'bytes=10000-', undefined]);
});

test('another file is refused by its hash and deleted', async () => {
  const { url } = await serve((request, response) => send(request, response, { file: Buffer.from('an error page') }));
  await expect(run(url)).rejects.toThrow(new RegExp(`different file than torchvision published: .* not ${PREFIX}`));
  expect(existsSync(partPath)).toBe(false);
});

test('a file without end is cut', async () => {
  const { url } = await serve((request, response) => send(request, response));
  await expect(run(url, { maxBytes: 1000 })).rejects.toThrow(/sends more than 1000 bytes/);
});

test('refused, at once', async () => {
  const { url, ranges } = await serve((_request, response) => response.writeHead(403).end());
  await expect(run(url)).rejects.toThrow(CourseError);
  await expect(run(url)).rejects.toThrow(/was refused: the server answered 403 Forbidden.*--url/);
  expect(ranges).toHaveLength(2);
});

test('busy: tried again', async () => {
  const { url } = await serve((request, response, count) =>
    count === 1 ? response.writeHead(503).end() : send(request, response),
  );
  expect((await run(url)).notes).toEqual(['the server answered 503; trying again']);
});

test('a connection that is closed before any answer is tried again', async () => {
  const { url } = await serve((request, response, count) =>
    count === 1 ? request.socket.destroy() : send(request, response),
  );
  expect((await run(url)).notes).toEqual(['the connection broke off (UND_ERR_SOCKET); trying again']);
});

test('no server', async () => {
  const { url } = await serve(() => {});
  await new Promise((resolve) => server!.close(resolve));
  await expect(run(url)).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
  await expect(readFile(partPath)).rejects.toThrow();
});
