/** A fake contained process that writes given chunks and then ends, to test the host's side of the protocol. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { defaultLimits } from '../../grader/limits.ts';
import type { ContainedProcess } from '../../grader/sandbox/contained_process.ts';
import { RequestChannel } from '../../grader/sandbox/request_channel.ts';

/** The outcome of a request to a process that writes these chunks. */
export async function converse(said: readonly Uint8Array[]): Promise<{ readonly kind: string }> {
  const pipe = new PassThrough();
  const child = Object.assign(new EventEmitter(), {
    pid: undefined,
    exitCode: 0,
    signalCode: null,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    stdio: [null, null, null, pipe],
  });
  const end = async () => {
    pipe.destroy();
    child.emit('close');
  };
  const usage = () => ({ cpuMs: 0, rssBytes: 0, peakRssBytes: 0 });
  const processes = () => [];
  const cell = { process: child, group: undefined, processes, usage, end } as unknown as ContainedProcess;
  const conversation = new RequestChannel(cell, defaultLimits);
  const kinds = ['ready', 'loaded', 'notLoaded', 'answered', 'notImplemented', 'threw'] as const;
  const answer = conversation.ask({ request: () => new Uint8Array(), kinds, wallMs: 60_000 });
  for (const chunk of said) pipe.emit('data', Buffer.from(chunk));
  void conversation.end();
  return answer;
}
