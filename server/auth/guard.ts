/** Who may do what: every route says which role it needs, and nothing is answered before that is settled. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Queryable } from '../database/connection.ts';
import { type Course, courseBySlug } from '../database/courses.ts';
import { type Membership, membershipOf, type Role } from '../database/people.ts';
import { equalTokens, personOfToken, type Session, sessionOf } from '../database/sessions.ts';
import { HttpError } from '../http_error.ts';

/** `member`: of the course in the path. An administrator may do all that an instructor may. */
export type Access = 'public' | 'signed in' | 'member' | 'staff' | 'instructor' | 'administrator';

export interface RouteAccess {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly byToken: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route and who may use it: a test walks them all. */
    routeAccess: RouteAccess[];
  }
  interface FastifyContextConfig {
    /** Required. */
    access?: Access;
    /** Takes a token of `npm run signin` instead of a session. */
    byToken?: boolean;
    /** The handler reads the form's token itself, since it comes in a stream. */
    readsCsrfToken?: boolean;
  }
  interface FastifyRequest {
    session: Session | undefined;
    course: Course | undefined;
    role: Role | undefined;
    /** Undefined for an administrator who is not in the course. */
    membership: Membership | undefined;
  }
}

const RANK: Readonly<Record<Role, number>> = { student: 0, staff: 1, instructor: 2 };
const NEEDED: Partial<Record<Access, number>> = {
  member: RANK.student,
  staff: RANK.staff,
  instructor: RANK.instructor,
};

export interface GuardOptions {
  readonly db: Queryable;
  readonly origin: string;
}

/** `__Host-`: no other site of the domain can set it. It needs TLS. */
export const cookieName = (origin: string): string => (origin.startsWith('https:') ? '__Host-a3' : 'a3');

export function addGuard(app: FastifyInstance, { db, origin }: GuardOptions): void {
  for (const name of ['session', 'course', 'role', 'membership'] as const) app.decorateRequest(name, undefined);
  app.decorate('routeAccess', []);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.access) throw new Error(`The route ${url} does not say who may use it.`);
    const { access, byToken = false } = config;
    for (const one of [method].flat()) app.routeAccess.push({ method: one, url, access, byToken });
  });
  app.addHook('onRequest', async (request, reply) => {
    const { access = 'administrator', byToken = false } = request.routeOptions.config;
    request.session = await (byToken ? tokenSession(db, request) : cookieSession(db, request, cookieName(origin)));
    if (access === 'public') return undefined;
    if (!request.session) return byToken ? noToken() : toSignIn(request, reply);
    await authorize(db, request, access);
    return undefined;
  });
  app.addHook('preHandler', async (request) => {
    if (['GET', 'HEAD'].includes(request.method)) return;
    const { byToken, readsCsrfToken } = request.routeOptions.config;
    const from = request.headers.origin;
    if (from !== undefined && from !== origin) throw foreignForm();
    if (request.session && !byToken && !readsCsrfToken)
      expectCsrfToken(request, (request.body as Form | undefined)?.csrf);
  });
}

type Form = Readonly<Record<string, unknown>>;

/** @throws HttpError if the form is not one that this session was given */
export function expectCsrfToken({ session }: FastifyRequest, token: unknown): void {
  if (!session || typeof token !== 'string' || !equalTokens(token, session.csrfToken)) throw foreignForm();
}

const foreignForm = () =>
  new HttpError(403, 'This form does not belong to your session. Load the page again, and repeat what you did.');

/** Not there and not yours are the same answer. */
export const notFound = () =>
  new HttpError(404, 'There is no such page, or it is not yours. Check the address, or sign in as somebody else.');

async function authorize(db: Queryable, request: FastifyRequest, access: Access): Promise<void> {
  const { person } = request.session!;
  if (access === 'administrator' && !person.is_administrator) throw notFound();
  const needed = NEEDED[access];
  if (needed === undefined) return;
  const { course: slug } = request.params as { course?: string };
  request.course = slug === undefined ? undefined : await courseBySlug(db, slug);
  if (!request.course) throw notFound();
  request.membership = await membershipOf(db, request.course.id, person.id);
  request.role = person.is_administrator ? 'instructor' : request.membership?.role;
  if (request.role === undefined || RANK[request.role] < needed) throw notFound();
}

async function cookieSession(db: Queryable, request: FastifyRequest, name: string): Promise<Session | undefined> {
  const token = request.cookies[name];
  return token ? sessionOf(db, token) : undefined;
}

async function tokenSession(db: Queryable, { headers }: FastifyRequest): Promise<Session | undefined> {
  const token = /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1];
  const person = token ? await personOfToken(db, token) : undefined;
  return person && { person, csrfToken: '' };
}

const noToken = (): never => {
  throw new HttpError(401, 'Your sign-in is missing or has run out. Run `npm run signin`.');
};

function toSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method !== 'GET') throw new HttpError(401, 'You are signed out. Sign in, and repeat what you did.');
  return reply.redirect('/sign-in');
}
