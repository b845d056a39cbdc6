/** The embedded Postgres and, where Debian's package is installed, a real one: tests of the service run on both. */

import { hasPostgres, PostgresServer } from '../../../scripts/server/postgres_server.ts';
import { type Database, openDatabase, openEmbedded } from '../../../server/database/connection.ts';
import { migrate } from '../../../server/database/migrate.ts';

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
export const kinds: readonly Kind[] = hasPostgres ? [embedded, real] : [embedded];

async function migrated(opening: Promise<Database>): Promise<Database> {
  const db = await opening;
  await migrate(db);
  return db;
}
