/** A sign-in link made on this machine, for whoever cannot get one by mail. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError } from '../lib/errors.ts';
import { type Config, originOf } from './config.ts';
import { audit } from './database/audit.ts';
import { type Database, openDatabase } from './database/connection.ts';
import { personByEmail } from './database/people.ts';
import { createLink } from './database/sessions.ts';
import { linkOf } from './routes/sign_in.ts';

/** @throws CourseError if there is no such person, or the database cannot be opened from here */
export async function makeLink(config: Config, email: string): Promise<string> {
  const db = await open(config);
  try {
    const [ready] = await db.query<{ there: boolean }>(`SELECT to_regclass('person') IS NOT NULL AS there`);
    if (!ready!.there) throw new CourseError('The database has no tables yet. Start the server once: npm run server');
    return await db.transaction(async (tx) => {
      const person = await personByEmail(tx, email);
      if (!person) throw new CourseError(`Nobody has the address ${email}. Import the roster, or check the spelling.`);
      await audit(tx, { action: 'sign-in link made', detail: { for: person.email, by: 'npm run server:link' } });
      return linkOf(originOf(config), await createLink(tx, person.id));
    });
  } finally {
    await db.close();
  }
}

/** One process at a time has the embedded database, and a data folder is not made by asking for a link. */
async function open(config: Config): Promise<Database> {
  const { DATABASE_URL, A3_DATA } = config;
  if (!DATABASE_URL && !existsSync(join(A3_DATA, 'postgres')))
    throw new CourseError(`There is no database in ${A3_DATA}. Check A3_DATA, or start the server: npm run server`);
  return openDatabase(config).catch((cause: Error) => {
    if (DATABASE_URL || !(cause instanceof CourseError)) throw cause;
    throw new CourseError(
      `${cause.message} While the server runs, an administrator makes links on /operators; without one, start the server again: it prints a link for the administrator.`,
      { cause },
    );
  });
}
