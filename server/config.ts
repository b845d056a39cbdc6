/** What the server and its workers are told by their environment; every default stands beside its key. */
import { z } from 'zod';
import { CourseError } from '../lib/errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'expected postgres://USER:PASSWORD@HOST:PORT/DATABASE');

/** By variable. */
export const settings = z.object({
  /** Only this machine, unless a proxy with TLS stands before it. */
  A3_HOST: z.string().default('127.0.0.1'),
  A3_PORT: port.default(8643),
  /** How people reach it, e.g. `https://grading.example.edu`; by default the address it listens on. */
  A3_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** Whether `X-Forwarded-For` tells the address: only behind a proxy that sets it. */
  A3_TRUST_PROXY: z.stringbool().default(false),
  /** Without it, an embedded Postgres in {@link A3_DATA}. */
  DATABASE_URL: z.preprocess((text) => text || undefined, postgresUrl.optional()),
  /** Folder of the embedded database. */
  A3_DATA: z.string().min(1).default('data'),
  /** Submissions graded at a time by one process; 0: this process starts none. */
  A3_SLOTS: z.coerce.number().int().min(0).max(64).default(2),
  /** A weights file, as for `npm run grade -- --weights`. */
  A3_WEIGHTS: z.string().optional(),
  A3_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** The largest zip that is accepted, in bytes. */
  A3_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 ** 20),
  /** Lets another machine read `/metrics`, as a bearer token. */
  A3_METRICS_TOKEN: z.string().min(16).optional(),
  /** smtp:// or smtps:// with user and password: mails sign-in links. */
  A3_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  A3_MAIL_FROM: z.string().optional(),
  /** OpenID Connect: the university's issuer, and what it knows this service by. */
  A3_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  A3_OIDC_CLIENT_ID: z.string().optional(),
  A3_OIDC_CLIENT_SECRET: z.string().optional(),
});

const schema = settings
  .refine(({ A3_OIDC_ISSUER, A3_OIDC_CLIENT_ID }) => !A3_OIDC_ISSUER || A3_OIDC_CLIENT_ID, {
    path: ['A3_OIDC_CLIENT_ID'],
    error: 'needed with A3_OIDC_ISSUER: what it knows this service by',
  })
  .refine(({ A3_SMTP_URL, A3_MAIL_FROM }) => !A3_SMTP_URL || A3_MAIL_FROM, {
    path: ['A3_MAIL_FROM'],
    error: 'needed with A3_SMTP_URL: the sender of the mails',
  });

export type Config = z.infer<typeof schema>;

/** @throws CourseError naming the variable that cannot be used, without its value: it may be a password */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const { data, error } = schema.safeParse(env);
  if (data) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CourseError(`The server's settings cannot be used. ${problems.join('; ')}. docs/operating.md lists them.`);
}

/** Where people reach it, without a slash at the end. */
export const originOf = ({ A3_ORIGIN, A3_HOST, A3_PORT }: Config): string =>
  A3_ORIGIN?.replace(/\/$/, '') ?? `http://${A3_HOST.includes(':') ? `[${A3_HOST}]` : A3_HOST}:${A3_PORT}`;
