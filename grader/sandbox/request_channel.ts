/**
 * Asking a contained process one thing at a time, within limits: whatever it does instead of answering ends it, and says why.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Limits } from '../limits.ts';
import type { Stopped, StopReason } from '../types.ts';
import type { ContainedProcess } from './contained_process.ts';
import { explainExit, memoryMessage } from './exit.ts';
import { FrameError, FrameReader } from './frames.ts';
import { hasProc } from './proc.ts';
import { decodeReply, type Reply } from './replies.ts';
import { FRAME_PIPE } from './spawn.ts';

export interface PendingRequest {
  /** The request that carries this ticket. */
  readonly request: (ticket: string) => Uint8Array;
  /** What may come back; anything else ends the process. */
  readonly kinds: readonly Reply['kind'][];
  readonly wallMs: number;
  readonly cpuMs?: number;
  /** The greatest answer that is read; by default what replies without numbers need. */
  readonly payloadBytes?: number;
}

const NO_NUMBERS_BYTES = 4096;

/** How often processor time and memory are looked at. */
const WATCH_MS = 20;

export class RequestChannel {
  /** What is being asked, and who waits for it. */
  private asked:
    | {
        readonly ticket: string;
        readonly kinds: PendingRequest['kinds'];
        readonly cpuEndMs: number;
        readonly answer: (answer: Reply | Stopped) => void;
      }
    | undefined;
  /** Why the host ended the process. */
  private stopped: Stopped | undefined;
  private ending: Promise<Stopped> | undefined;
  private watching: NodeJS.Timeout | undefined;
  private readonly pipe: Duplex;
  private readonly caps: { headerBytes: number; payloadBytes: number };
  private readonly reader: FrameReader;
  private readonly streamsClosed: Promise<unknown>;
  private readonly kept: Buffer[] = [];
  private printedBytes = 0;
  private cpuMs = 0;
  private peak = 0;

  constructor(
    private readonly contained: ContainedProcess,
    private readonly limits: Limits,
  ) {
    const child = contained.process;
    this.caps = { headerBytes: limits.replyHeaderBytes, payloadBytes: NO_NUMBERS_BYTES };
    this.reader = new FrameReader(this.caps);
    this.pipe = child.stdio[FRAME_PIPE] as Duplex;
    this.pipe.on('data', (chunk: Buffer) => this.receive(chunk));
    this.pipe.on('error', () => {}); // the process has ended: its exit says so
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => this.keep(chunk));
    this.streamsClosed = once(child, 'close').catch(() => undefined); // rejects if the process does not start
    child.on('error', (error) => this.stop('crashed', `the process does not start: ${error.message}`));
    child.on('exit', () => void this.end());
    void this.streamsClosed.then(() => clearInterval(this.watching));
  }

  /** From now on looks at what the process uses: needless until it has a submission's code, and many may wait for theirs. */
  watch(): void {
    this.watching ??= setInterval(() => this.look(), WATCH_MS).unref();
  }

  get ended(): boolean {
    return this.ending !== undefined;
  }

  /** Processor time of all processes together until now; 0 if the system does not tell. */
  usedCpuMs(): number {
    this.look();
    return this.cpuMs;
  }

  /** Greatest resident memory of all processes together; 0 if the system does not tell. */
  get peakRssBytes(): number {
    return this.peak;
  }

  /** The first bytes of what was printed. */
  get output(): string {
    return Buffer.concat(this.kept).toString('utf8');
  }

  async ask({
    request,
    kinds,
    wallMs,
    cpuMs = Number.POSITIVE_INFINITY,
    payloadBytes = NO_NUMBERS_BYTES,
  }: PendingRequest): Promise<Reply | Stopped> {
    if (this.asked) throw new Error('A contained process is asked one thing at a time.');
    if (this.ending) return this.ending;
    this.look();
    const ticket = randomUUID();
    const answered = new Promise<Reply | Stopped>((answer) => {
      this.asked = { ticket, kinds, answer, cpuEndMs: this.cpuMs + cpuMs };
    });
    const { asked } = this;
    this.caps.payloadBytes = payloadBytes;
    this.pipe.write(request(ticket));
    const timer = setTimeout(() => {
      // Where the host itself was busy the answer may be here unread: it is read before this is decided.
      setImmediate(() =>
        setImmediate(() => this.asked === asked && this.stop('time limit', `it took over ${wallMs / 1000} s`)),
      );
    }, wallMs);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      this.asked = undefined;
      this.caps.payloadBytes = NO_NUMBERS_BYTES;
    }
  }

  /** Ends the process and all that came of it; resolves when nothing is left of them. */
  end(): Promise<Stopped> {
    this.ending ??= (async () => {
      await this.contained.end();
      await this.streamsClosed; // what was written before the end is read
      const stopped = this.stopped ?? explainExit(this.contained, this.peak, this.limits);
      this.asked?.answer(stopped);
      return stopped;
    })();
    return this.ending;
  }

  private stop(reason: StopReason, message: string): void {
    this.stopped ??= { kind: 'stopped', reason, message };
    void this.end();
  }

  private receive(chunk: Buffer): void {
    if (this.stopped) return;
    try {
      for (const frame of this.reader.push(chunk)) {
        const reply = decodeReply(frame);
        if (!this.asked || this.asked.ticket !== reply.ticket || !this.asked.kinds.includes(reply.kind)) {
          throw new FrameError(`A reply of kind "${reply.kind}" came that was not asked for.`);
        }
        this.asked.answer(reply);
        this.asked = undefined;
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.stop(error.tooLarge ? 'output limit' : 'broken protocol', error.message);
    }
  }

  private keep(chunk: Buffer): void {
    const room = this.limits.keptOutputBytes - this.printedBytes;
    if (room > 0) this.kept.push(Buffer.from(chunk.subarray(0, room)));
    this.printedBytes += chunk.byteLength;
    if (this.printedBytes > this.limits.outputBytes) {
      this.stop('output limit', `it printed over ${this.limits.outputBytes / 2 ** 20} MiB`);
    }
  }

  /** Looks at what the processes have used, and ends them if it is too much. */
  private look(): void {
    if (!hasProc || this.ending) return;
    const { cpuMs, rssBytes, peakRssBytes } = this.contained.usage();
    this.cpuMs = Math.max(this.cpuMs, cpuMs);
    this.peak = Math.max(this.peak, peakRssBytes);
    if (rssBytes > this.limits.memoryBytes) {
      this.stop('memory limit', memoryMessage(this.limits));
    } else if (this.asked && this.cpuMs > this.asked.cpuEndMs) {
      this.stop('time limit', 'it used up its processor time');
    }
  }
}
