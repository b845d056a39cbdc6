/** What an attack may have left behind on this machine. Linux; elsewhere files only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Course } from '../../grader/course.ts';
import { ownerId } from '../../grader/sandbox/owner.ts';
import { hasProc, processesOfUser, status, tree } from '../../grader/sandbox/proc.ts';
import { usersOfThisProcess } from '../../grader/sandbox/users.ts';
import { projectRoot } from '../../lib/root.ts';

/** Every file and socket that an attack makes is called so, every process that is to survive has it on its command line. */
const MARK = /a3[ _](left|stray)/;
/** The port of this machine that attacks call, and the one that they listen on. */
const CALLED_PORT = 47113;
const OPENED_PORT = 47114;

export class Watch {
  private readonly callers: string[] = [];
  private readonly server: Server;
  private sockets: number | undefined;

  constructor(private readonly course: Course) {
    this.server = createServer((socket) => {
      this.callers.push(String(socket.remotePort));
      socket.on('error', () => undefined).destroy();
    });
  }

  async start(): Promise<void> {
    this.server.unref();
    // Where the port is taken, by another run of this, its server is called.
    await new Promise<void>((resolve) => {
      this.server.once('error', () => resolve()).listen(CALLED_PORT, '127.0.0.1', resolve);
    });
  }

  stop(): void {
    this.server.close();
  }

  /** What is left, a line each. What ends by itself within a second is not. */
  async traces(): Promise<string[]> {
    for (let waitedMs = 0; ; waitedMs += 50) {
      const found = this.look();
      if (found.length === 0 || waitedMs >= 1000) return found;
      await sleep(50);
    }
  }

  private look(): string[] {
    const calls = this.callers.map((port) => `a call from port ${port}`);
    const modules = list(dirname(this.course.runtime.dir)).filter((name) => name.includes(`.${ownerId}-`));
    const folders = [...new Set(['/', '/tmp', '/var/tmp', '/dev/shm', '/run', homedir(), process.cwd(), projectRoot])];
    const files = folders.flatMap((folder) =>
      list(folder)
        .filter((name) => MARK.test(name) || name === 'results.json')
        .map((name) => `${folder}/${name}`),
    );
    return [...calls, ...modules, ...files, ...(hasProc ? [...processes(), ...this.lookForSockets()] : [])];
  }

  private lookForSockets(): string[] {
    const named = ['unix', 'tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
      readFileSync(`/proc/net/${kind}`, 'latin1')
        .split('\n')
        .filter((line) => MARK.test(line) || line.includes(`:${OPENED_PORT.toString(16).toUpperCase()} `)),
    );
    const open = list('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`).startsWith('socket:')).length;
    this.sockets ??= open;
    const more = open > this.sockets ? [`${open - this.sockets} sockets of the grader`] : [];
    return [...named.map((line) => `socket ${line.trim()}`), ...more];
  }
}

/** Sandboxes, and what was started in them. Parser processes (grader/parser) wait for the next one. */
function processes(): string[] {
  const names = ['node', 'bwrap', 'sh', 'prlimit'];
  const below = tree(process.pid)
    .slice(1)
    .filter((pid) => names.includes(status(pid, 'Name') ?? '') && !/\/parser\/start\.cjs $/.test(commandOf(pid)));
  const marked = list('/proc').filter((pid) => /^\d+$/.test(pid) && MARK.test(commandOf(Number(pid))));
  const owned = [...usersOfThisProcess].flatMap(processesOfUser);
  return [...new Set([...below, ...marked.map(Number), ...owned])].map((pid) => `process ${pid} ${commandOf(pid)}`);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it has just ended
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there, or not ours to see
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed since it was listed
  }
}
