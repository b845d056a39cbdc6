/** What signs people in. The database holds only hashes of tokens: neither a backup nor a log of queries opens a door. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Attempt } from '../auth/university.ts';
import type { Queryable } from './connection.ts';
import type { Person } from './people.ts';

const LINK_MINUTES = 30;
const SESSION_HOURS = 12;
const TOKEN_DAYS = 180;

const newToken = (): string => randomBytes(32).toString('base64url');
const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

export interface Session {
  readonly person: Person;
  /** Goes with every form of this session. */
  readonly csrfToken: string;
}

const PERSON = 'p.id, p.email, p.name, p.student_number, p.is_administrator';

/** @returns a token that works once, within {@link LINK_MINUTES} minutes */
export async function createLink(db: Queryable, personId: string): Promise<string> {
  const token = newToken();
  await db.query(
    `INSERT INTO sign_in_link (token_hash, person_id, expires_at) VALUES ($1, $2, now() + make_interval(mins => $3))`,
    [hash(token), personId, LINK_MINUTES],
  );
  return token;
}

/** Whose link it is, without using it. */
export async function personOfLink(db: Queryable, token: string): Promise<Person | undefined> {
  const [row] = await db.query<Person>(
    `SELECT ${PERSON} FROM sign_in_link l JOIN person p ON p.id = l.person_id
     WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > now()`,
    [hash(token)],
  );
  return row;
}

/** Uses the link up: of two that come at once, one gets the person. */
export async function takeLink(db: Queryable, token: string): Promise<string | undefined> {
  const [row] = await db.query<{ person_id: string }>(
    `UPDATE sign_in_link SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING person_id`,
    [hash(token)],
  );
  return row?.person_id;
}

/** A new session, always under a new token: one that was there before signing in is worth nothing. */
export async function createSession(db: Queryable, personId: string): Promise<string> {
  const token = newToken();
  await db.query(
    `INSERT INTO session (token_hash, person_id, csrf_token, expires_at) VALUES ($1, $2, $3, now() + make_interval(hours => $4))`,
    [hash(token), personId, newToken(), SESSION_HOURS],
  );
  return token;
}

export async function sessionOf(db: Queryable, token: string): Promise<Session | undefined> {
  const [row] = await db.query<Person & { csrf_token: string }>(
    `SELECT ${PERSON}, s.csrf_token FROM session s JOIN person p ON p.id = s.person_id
     WHERE s.token_hash = $1 AND s.expires_at > now()`,
    [hash(token)],
  );
  if (!row) return undefined;
  const { csrf_token: csrfToken, ...person } = row;
  return { person, csrfToken };
}

export const endSession = (db: Queryable, token: string): Promise<object[]> =>
  db.query('DELETE FROM session WHERE token_hash = $1', [hash(token)]);

/** For the command line. */
export async function createApiToken(db: Queryable, personId: string): Promise<string> {
  const token = newToken();
  await db.query(
    `INSERT INTO api_token (token_hash, person_id, expires_at) VALUES ($1, $2, now() + make_interval(days => $3))`,
    [hash(token), personId, TOKEN_DAYS],
  );
  return token;
}

export const endApiTokens = (db: Queryable, personId: string): Promise<object[]> =>
  db.query('DELETE FROM api_token WHERE person_id = $1', [personId]);

export async function personOfToken(db: Queryable, token: string): Promise<Person | undefined> {
  const [row] = await db.query<Person>(
    `UPDATE api_token t SET last_used_at = now() FROM person p
     WHERE t.token_hash = $1 AND t.expires_at > now() AND p.id = t.person_id RETURNING ${PERSON}`,
    [hash(token)],
  );
  return row;
}

/** @returns a token for the browser: only it can end the attempt */
export async function beginUniversitySignIn(db: Queryable, { state, nonce, codeVerifier }: Attempt): Promise<string> {
  const token = newToken();
  await db.query(
    `INSERT INTO university_sign_in (token_hash, state, nonce, code_verifier, expires_at) VALUES ($1, $2, $3, $4, now() + interval '10 minutes')`,
    [hash(token), state, nonce, codeVerifier],
  );
  return token;
}

/** Uses the attempt up, so that an answer that comes twice is refused. */
export async function endUniversitySignIn(db: Queryable, token: string): Promise<Attempt | undefined> {
  const [row] = await db.query<{ state: string; nonce: string; code_verifier: string }>(
    'DELETE FROM university_sign_in WHERE token_hash = $1 AND expires_at > now() RETURNING state, nonce, code_verifier',
    [hash(token)],
  );
  return row && { state: row.state, nonce: row.nonce, codeVerifier: row.code_verifier };
}

/** What is over: for the hourly clean-up. */
export async function removeExpired(db: Queryable): Promise<void> {
  for (const table of ['session', 'sign_in_link', 'api_token', 'upload', 'university_sign_in'])
    await db.query(`DELETE FROM ${table} WHERE expires_at < now()`);
}

/** In constant time. */
export const equalTokens = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hash(one)), Buffer.from(hash(other)));
