/** A real Postgres of Debian's, in a folder of its own; and the embedded one. Tests of the service run on both. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase, openEmbedded } from '../../../server/database/connection.ts';
import { migrate } from '../../../server/database/migrate.ts';

const ROOT = '/usr/lib/postgresql';
const version = existsSync(ROOT) ? readdirSync(ROOT).sort((a, b) => Number(b) - Number(a))[0] : undefined;
const bin = (name: string): string => join(ROOT, version ?? '', 'bin', name);

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

  /** A database of its own for one test. */
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

let shared: Promise<PostgresServer> | undefined;
let count = 0;

export interface Kind {
  readonly name: string;
  /** A fresh database with the service's tables. */
  open(): Promise<Database>;
  /** After all tests of a file. */
  end(): Promise<void>;
}

const embedded: Kind = {
  name: 'the embedded Postgres',
  open: () => migrated(openEmbedded('memory://')),
  end: async () => {},
};

const real: Kind = {
  name: 'a real Postgres',
  open: async () => {
    shared ??= PostgresServer.start();
    const url = await (await shared).create(`test_${++count}`);
    return migrated(openDatabase({ DATABASE_URL: url, A3_DATA: '' }));
  },
  end: async () => void (await (await shared)?.remove()),
};

/** Where Debian's package is missing, the embedded one alone. */
export const kinds: readonly Kind[] = version ? [embedded, real] : [embedded];

async function migrated(opening: Promise<Database>): Promise<Database> {
  const db = await opening;
  await migrate(db);
  return db;
}
