/** Sends a contained process one request at a time, within limits: anything but a valid answer ends it, with a reason. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Limits } from '../limits.ts';
import type { Stopped, StopReason } from '../types.ts';
import type { ContainedProcess } from './contained_process.ts';
import { explainExit, memoryMessage } from './exit.ts';
import { FairClock } from './fair_clock.ts';
import { FrameError, FrameReader } from './frames.ts';
import { hasProc } from './proc.ts';
import { decodeReply, type Reply } from './replies.ts';
import { FRAME_PIPE } from './spawn.ts';

export interface PendingRequest {
  /** The request with this ticket. */
  readonly request: (ticket: string) => Uint8Array;
  /** Accepted replies; anything else ends the process. */
  readonly kinds: readonly Reply['kind'][];
  /** By a fair clock. */
  readonly wallMs: number;
  readonly cpuMs?: number;
  /** Largest accepted answer; by default what replies without a payload need. */
  readonly payloadBytes?: number;
}

const NO_NUMBERS_BYTES = 4096;

/** How often processor time and memory are checked. */
const WATCH_MS = 20;

export class RequestChannel {
  /** The pending request and its promise. */
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
  private countedMs = 0;

  constructor(
    private readonly contained: ContainedProcess,
    private readonly limits: Limits,
  ) {
    const child = contained.process;
    this.caps = { headerBytes: limits.replyHeaderBytes, payloadBytes: NO_NUMBERS_BYTES };
    this.reader = new FrameReader(this.caps);
    this.pipe = child.stdio[FRAME_PIPE] as Duplex;
    this.pipe.on('data', (chunk: Buffer) => this.receive(chunk));
    this.pipe.on('error', () => {}); // the process has ended: its exit event reports that
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => this.keep(chunk));
    this.streamsClosed = once(child, 'close').catch(() => undefined); // rejects if the process does not start
    child.on('error', (error) => this.stop('crashed', `the process does not start: ${error.message}`));
    child.on('exit', () => void this.end());
    void this.streamsClosed.then(() => clearInterval(this.watching));
  }

  /** Starts watching resource use. Not needed before the process has a submission's code, and many may be waiting. */
  watch(): void {
    this.watching ??= setInterval(() => this.look(), WATCH_MS).unref();
  }

  get ended(): boolean {
    return this.ending !== undefined;
  }

  /** Processor time of all processes together so far; 0 where the system does not report it. */
  usedCpuMs(): number {
    this.look();
    return this.cpuMs;
  }

  /** Peak resident memory of all processes together; 0 where the system does not report it. */
  get peakRssBytes(): number {
    return this.peak;
  }

  /** How long requests have taken since it is watched, by a fair clock. */
  get usedWallMs(): number {
    return this.countedMs;
  }

  /** The first bytes of the output. */
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
    if (this.asked) throw new Error('A contained process takes one request at a time.');
    if (this.ending) return this.ending;
    this.look();
    const ticket = randomUUID();
    const answered = new Promise<Reply | Stopped>((answer) => {
      this.asked = { ticket, kinds, answer, cpuEndMs: this.cpuMs + cpuMs };
    });
    const { asked } = this;
    this.caps.payloadBytes = payloadBytes;
    const clock = new FairClock(() => this.contained.processes(), this.limits.wallStretch);
    this.pipe.write(request(ticket));
    const cancel = clock.after(wallMs, () => {
      // If the host was busy, the answer may be here unread: read it before deciding.
      setImmediate(() =>
        setImmediate(
          () =>
            this.asked === asked && this.stop('time limit', `it took over ${Number((wallMs / 1000).toPrecision(3))} s`),
        ),
      );
    });
    try {
      return await answered;
    } finally {
      cancel();
      if (this.watching) this.countedMs += clock.elapsedMs();
      this.asked = undefined;
      this.caps.payloadBytes = NO_NUMBERS_BYTES;
    }
  }

  /** Ends the process and its descendants; resolves when all are gone. */
  end(): Promise<Stopped> {
    this.ending ??= (async () => {
      await this.contained.end();
      await this.streamsClosed; // read what was written before the end
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
          throw new FrameError(`Got an unexpected reply of kind "${reply.kind}".`);
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

  /** Checks what the processes have used, and ends them if it is too much. */
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
