/** A real Postgres of Debian's package, in a folder of its own, for tests and trials. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const ROOT = '/usr/lib/postgresql';
const version = existsSync(ROOT) ? readdirSync(ROOT).sort((a, b) => Number(b) - Number(a))[0] : undefined;
const bin = (name: string): string => join(ROOT, version ?? '', 'bin', name);

export const hasPostgres = version !== undefined;

/** Postgres refuses to run as root. */
const account = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

export class PostgresServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'a3-postgres-'));
    const { uid, gid } = account();
    if (uid !== undefined) chownSync(folder, uid, gid!);
    execFileSync(bin('initdb'), ['-D', join(folder, 'data'), '-U', 'a3', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
      ...account(),
      cwd: folder,
      stdio: 'pipe',
    });
    const server = new PostgresServer(folder, await freePort());
    await server.begin();
    return server;
  }

  get url(): string {
    return `postgres://a3@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it, or starts it again. */
  async begin(): Promise<void> {
    const { folder, port } = this;
    this.process = spawn(
      bin('postgres'),
      ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder],
      {
        ...account(),
        cwd: folder,
        stdio: 'ignore',
      },
    );
    while (!(await answers(this.url))) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** @param signal SIGQUIT: at once, as in a crash */
  async end(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const child = this.process!;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** A further database. @returns its address */
  async create(name: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return this.url.replace(/postgres$/, name);
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
