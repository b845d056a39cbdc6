/** Finds what an attack left behind on this machine (on systems other than Linux, only files). */
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

/** In the name of every file and socket that an attack creates, and on the command line of every process meant to survive. */
const MARK = /a3[ _](left|stray)/;
/** The local port that attacks connect to, and the one that they listen on. */
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
    // If another run has taken the port, attacks reach that run's server.
    await new Promise<void>((resolve) => {
      this.server.once('error', () => resolve()).listen(CALLED_PORT, '127.0.0.1', resolve);
    });
  }

  stop(): void {
    this.server.close();
  }

  /** What is left, a line each, except what ends by itself within a second. */
  async traces(): Promise<string[]> {
    for (let waitedMs = 0; ; waitedMs += 50) {
      const found = this.look();
      if (found.length === 0 || waitedMs >= 1000) return found;
      await sleep(50);
    }
  }

  private look(): string[] {
    const calls = this.callers.map((port) => `a connection from port ${port}`);
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

/** Sandboxes and their processes. Parser processes (grader/parser) do not count: they wait for the next submission. */
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
    return []; // gone, or not readable
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed after it was listed
  }
}
