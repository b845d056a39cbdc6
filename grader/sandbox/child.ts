/**
 * Runs inside the sandbox: starts the engine and the network, loads modules of the submission, runs checks on them.
 *
 * Requests and replies are frames on a dedicated pipe, read and written synchronously: while no check runs, none of the
 * submission's timers or promises does. Precautions here only protect a submission from itself; the host treats every reply as
 * untrusted.
 */
import { readSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { hasBrokenEngine } from '../../harness/broken_engine.ts';
import type { Check, CheckContext, Exports } from '../../harness/check.ts';
import { describeError, withLocation } from '../../harness/location.ts';
import { type RunOutcome, runCheck } from '../../harness/run.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { closeInspector } from '../../lib/inspector.ts';
import { modelFromArrays } from '../../lib/models/index.ts';
import type { Model } from '../../lib/models/model.ts';
import type { ArrayData } from '../../lib/tensor/array.ts';
import { encodeFrame, type Frame, MAX_MESSAGE_CHARS, PREFIX_BYTES, readHeader, readPrefix } from './frames.ts';
import type { ReplyHeader } from './replies.ts';
import { inputsOf, modelOf, type Request, type StartRequest } from './requests.ts';

const PIPE = 3;
/** Prefix of a submission's files in the bundle's source map. */
const SOURCES = 'submission:';
const NO_CAPS = { headerBytes: Number.POSITIVE_INFINITY, payloadBytes: Number.POSITIVE_INFINITY };

async function serveRequests(checks: readonly Check[]): Promise<void> {
  const first = receive();
  const start = first.header as StartRequest;
  await initEngine({ engine: 'wasm', wasmDir: start.wasmDir, quiet: true });
  const { arrays, metadata, source } = modelOf(first);
  const model = modelFromArrays(arrays, metadata, source);
  if (start.warm) warm(model);
  const parts = Object.entries(start.dependencies).map(async ([name, path]) => [
    name,
    (await import(pathToFileURL(path).href))[name],
  ]);
  const { hiddenChecks = [], ...dependencies } = Object.fromEntries(await Promise.all(parts));
  // A leftover promise or timer must not end the process during a later check: only what a check returns counts.
  process.on('unhandledRejection', () => {});
  process.on('uncaughtException', () => {});
  send({ kind: 'ready', ticket: start.ticket });
  const isGiven = Object.keys(dependencies).length > 0;
  await serve([...checks, ...hiddenChecks], { model, sources: SOURCES, ...(isGiven && { dependencies }) });
}

/**
 * The first gradient costs several times the next, since V8 and WASM compile on first use. Do that before anything is timed.
 */
function warm(model: Model): void {
  tf.tidy(() => tf.grad((X) => model.scores(X as tf.Tensor4D).sum())(tf.zeros([1, 64, 64, 3])));
}

async function serve(checks: readonly Check[], context: CheckContext): Promise<never> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const exportsOf = new Map<string, Exports>();
  for (;;) {
    const frame = receive();
    const request = frame.header as Exclude<Request, StartRequest>;
    const { ticket } = request;
    switch (request.kind) {
      case 'load':
        try {
          exportsOf.set(request.module, await import(pathToFileURL(request.path).href));
          send({ kind: 'loaded', ticket });
        } catch (error) {
          send({ kind: 'notLoaded', ticket, message: cut(withLocation(describeError(error, SOURCES))) });
        }
        break;
      case 'addChecks': {
        const { hiddenChecks } = await import(pathToFileURL(request.path).href);
        for (const check of hiddenChecks) byId.set(check.id, check);
        send({ kind: 'loaded', ticket });
        break;
      }
      case 'run': {
        const check = byId.get(request.checkId);
        if (!check) throw new Error(`There is no check "${request.checkId}" in this runtime.`);
        const outcome = await runCheck(check, exportsOf.get(check.subject.module), inputsOf(frame), context);
        sendOutcome(ticket, outcome);
        if (hasBrokenEngine(outcome)) process.exit(0); // the host starts another process for the rest
      }
    }
  }
}

function sendOutcome(ticket: string, outcome: RunOutcome): void {
  if (outcome.kind !== 'answered') {
    send({ ...outcome, ticket, message: cut(outcome.message) });
    return;
  }
  const named = Object.entries(outcome.answers);
  const answers = named.map(([name, array]) => ({ name, dtype: array.dtype, shape: [...array.shape] }));
  send(
    { kind: 'answered', ticket, answers },
    named.map(([, array]) => array),
  );
}

function cut(message: string): string {
  return message.length <= MAX_MESSAGE_CHARS ? message : `${message.slice(0, MAX_MESSAGE_CHARS - 1)}…`;
}

function send(header: ReplyHeader, arrays: readonly ArrayData[] = []): void {
  const frame = encodeFrame(header, arrays);
  for (let sent = 0; sent < frame.byteLength; ) sent += writeSync(PIPE, frame, sent);
}

function receive(): Frame {
  const lengths = readPrefix(read(PREFIX_BYTES), NO_CAPS);
  return { header: readHeader(read(lengths.header)), payload: read(lengths.payload) };
}

/** Ends the process once the host is gone or has finished. */
function read(bytes: number): Uint8Array {
  const buffer = Buffer.alloc(bytes);
  for (let got = 0; got < bytes; ) {
    const n = readSync(PIPE, buffer, got, bytes - got, null);
    if (n === 0) process.exit(0);
    got += n;
  }
  return buffer;
}

/** The entry of the sandbox's process (grader/runtime/build.ts writes it). */
export async function main(checks: readonly Check[]): Promise<void> {
  closeInspector();
  try {
    await serveRequests(checks);
  } catch (error) {
    // Our fault, not the submission's: a request that cannot be served.
    console.error(error);
    process.exit(70);
  }
}
