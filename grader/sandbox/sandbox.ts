/**
 * The host's side of one sandbox: a process with engine and network ready that loads modules of one submission and runs checks
 * on them. It can be started ahead and wait in a pool; it serves one submission, then is closed.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Limits } from '../limits.ts';
import type { Runtime } from '../runtime/build.ts';
import { HIDDEN_CHECKS } from '../runtime/hidden.ts';
import type { Containment, SandboxOutcome, SandboxTask, Stopped } from '../types.ts';
import { ContainedProcess } from './contained_process.ts';
import { chooseLevel } from './levels/choose.ts';
import { NETWORK_OPEN, readContainment } from './levels/containment.ts';
import { RequestChannel } from './request_channel.ts';
import { encodeAddChecks, encodeLoad, encodeRun, encodeStart, type SandboxModel } from './requests.ts';

export interface SandboxOptions {
  readonly runtime: Runtime;
  readonly model: SandboxModel;
  readonly limits: Limits;
  /** Reference dependencies that its tasks need. */
  readonly dependencies: readonly string[];
  /** Slower to get ready, faster at its first checks: for sandboxes that are started ahead. Default false. */
  readonly warm?: boolean;
}

export type LoadOutcome = { readonly kind: 'loaded' } | Stopped;

export type StartSandbox = (options: SandboxOptions) => Promise<Sandbox>;

/** Limits of one request, where lower than the general limits. */
export type Allowance = Partial<Pick<Limits, 'loadCpuMs' | 'checkWallMs' | 'checkCpuMs' | 'replyPayloadBytes'>>;

/**
 * A sandbox that is ready for a module.
 * @throws Error if it does not get ready: the grader's fault
 */
export async function startSandbox({
  runtime,
  model,
  limits,
  dependencies,
  warm = false,
}: SandboxOptions): Promise<Sandbox> {
  const { level, containment: expected } = await chooseLevel(runtime, limits);
  const entry = (inside: { runtime: string }) => [join(inside.runtime, 'child.js')];
  const contained = await ContainedProcess.open({ level, runtime, limits, dependencies, entry });
  const sandbox = new Sandbox(contained, limits);
  try {
    const problem = await sandbox.start(model, warm);
    if (problem) throw new Error(`it did not get ready: ${problem.reason}: ${problem.message}.\n${sandbox.output}`);
    sandbox.containment = readContainment(level.name, contained, limits);
    refuseLess(sandbox.containment, expected);
    if (dependencies.length > 0) refuseOpenNetwork(sandbox.containment);
    return sandbox;
  } catch (error) {
    await sandbox.close();
    throw new Error(`A sandbox (${level.name}) cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Fails closed: every protection that held in the probe must hold again, even if, say, a control group could not be created
 * this time. Compared by number, since their names contain the limits.
 */
function refuseLess({ missing }: Containment, expected: Containment): void {
  if (missing.length <= expected.missing.length) return;
  const lost = missing.filter((protection) => !expected.missing.includes(protection));
  throw new Error(`it has fewer protections than the probe had: ${lost.join('; ')}.`);
}

/** Secrets are never given to a process that could send them out. */
function refuseOpenNetwork({ level, missing }: Containment): void {
  if (level === 'user' && missing.includes(NETWORK_OPEN))
    throw new Error(
      `${NETWORK_OPEN}, and reference dependencies could leave by it. Install perl, which loads the filter for system calls.`,
    );
}

export class Sandbox {
  private readonly channel: RequestChannel;
  /** What it has beside the runtime. */
  private readonly available: string[];
  /** This process's protections: read once it runs, before it has a submission's code. */
  containment!: Containment;

  constructor(
    private readonly contained: ContainedProcess,
    private readonly limits: Limits,
  ) {
    this.channel = new RequestChannel(contained, limits);
    this.available = Object.keys(contained.inside.dependencies);
  }

  /** It has ended: nothing more can run. */
  get ended(): boolean {
    return this.channel.ended;
  }

  /** 0 where the system does not report it. */
  get peakRssBytes(): number {
    return this.channel.peakRssBytes;
  }

  /** Processor time of all processes together so far; 0 where the system does not report it. */
  usedCpuMs(): number {
    return this.channel.usedCpuMs();
  }

  /** The first bytes of the output: written by the submission, shown in feedback runs only. */
  get output(): string {
    return this.channel.output;
  }

  /** How long it has worked on a submission, by a fair clock. */
  get usedWallMs(): number {
    return this.channel.usedWallMs;
  }

  /** Gets engine and network ready; returns why that failed, if it did. */
  async start(model: SandboxModel, warm: boolean): Promise<Stopped | undefined> {
    const { runtime, dependencies } = this.contained.inside;
    const modules = Object.entries(dependencies).map(([part, folder]) => [part, join(folder, 'index.js')]);
    const options = { wasmDir: join(runtime, 'wasm'), dependencies: Object.fromEntries(modules), warm };
    const reply = await this.channel.ask({
      request: (ticket) => encodeStart(ticket, model, options),
      kinds: ['ready'],
      wallMs: this.limits.startWallMs,
    });
    return reply.kind === 'stopped' ? reply : undefined;
  }

  /**
   * @param module the student's file, as checks name it
   * @param code its bundle: an ES module that imports only files of the runtime and Node's own modules
   */
  async load(module: string, code: string, allowance: Allowance = {}): Promise<LoadOutcome> {
    const path = await this.contained.writeModule(code);
    this.channel.watch();
    const reply = await this.channel.ask({
      request: (ticket) => encodeLoad(ticket, module, path),
      kinds: ['loaded', 'notLoaded'],
      wallMs: this.limits.loadWallMs,
      cpuMs: allowance.loadCpuMs ?? this.limits.loadCpuMs,
    });
    if (reply.kind === 'loaded') return { kind: 'loaded' };
    if (reply.kind === 'stopped') return notLoaded(`${reply.reason}: ${reply.message}`);
    if (reply.kind === 'notLoaded') return notLoaded(reply.message);
    throw new Error(`Got a reply of kind "${reply.kind}" to "load".`);
  }

  /** Adds the hidden checks. From now on its output must not be shown: the submission can read them there. */
  async addHiddenChecks({ dir }: Runtime): Promise<void> {
    refuseOpenNetwork(this.containment);
    const bundle = join(dirname(dir), 'dependencies', HIDDEN_CHECKS, 'index.js');
    const path = await this.contained.writeModule(await readFile(bundle, 'utf8'), HIDDEN_CHECKS);
    await this.channel.ask({
      request: (ticket) => encodeAddChecks(ticket, path),
      kinds: ['loaded'],
      wallMs: this.limits.loadWallMs,
      cpuMs: this.limits.loadCpuMs,
    });
    this.available.push(HIDDEN_CHECKS);
  }

  async run(task: SandboxTask, allowance: Allowance = {}): Promise<SandboxOutcome> {
    const [needed, available] = [task.dependencies, this.available].map((parts) => parts.join(', ') || 'nothing');
    if (needed !== available) {
      throw new Error(`${task.checkId} needs the reference dependencies ${needed}; its sandbox has ${available}.`);
    }
    const reply = await this.channel.ask({
      request: (ticket) => encodeRun(ticket, task),
      kinds: ['answered', 'notImplemented', 'threw'],
      wallMs: Math.min(allowance.checkWallMs ?? Infinity, this.limits.checkWallMs),
      cpuMs: allowance.checkCpuMs ?? this.limits.checkCpuMs,
      payloadBytes: Math.min(allowance.replyPayloadBytes ?? Infinity, this.limits.replyPayloadBytes),
    });
    switch (reply.kind) {
      case 'answered':
      case 'notImplemented':
      case 'threw': {
        const { ticket: _, ...outcome } = reply;
        return outcome;
      }
      case 'stopped':
        return reply;
      default:
        throw new Error(`Got a reply of kind "${reply.kind}" to "run".`);
    }
  }

  /** Resolves when none of its processes, files and control groups is left. */
  async close(): Promise<void> {
    await this.channel.end();
    await this.contained.close();
  }
}

function notLoaded(message: string): Stopped {
  return { kind: 'stopped', reason: 'could not be loaded', message };
}
