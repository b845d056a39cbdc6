/** The HTTP side: plugins, guard, routes, and what is answered when something fails. */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { html } from '../harness/report/markup.ts';
import { addGuard, notFound } from './auth/guard.ts';
import { originOf } from './config.ts';
import type { AppContext, Service } from './context.ts';
import { isAway } from './database/connection.ts';
import type { HttpError } from './http_error.ts';
import { LiveStates } from './live/states.ts';
import { openMailer } from './mail.ts';
import { openMetrics } from './metrics.ts';
import { page } from './pages/layout.ts';
import { accountRoutes } from './routes/account.ts';
import { apiRoutes } from './routes/api.ts';
import { assetRoutes } from './routes/assets.ts';
import { classRoutes } from './routes/class.ts';
import { courseRoutes } from './routes/course.ts';
import { healthRoutes } from './routes/health.ts';
import { memberRoutes } from './routes/members.ts';
import { operatorRoutes } from './routes/operators.ts';
import { regradeRoutes } from './routes/regrade.ts';
import { rosterRoutes } from './routes/roster.ts';
import { signInRoutes } from './routes/sign_in.ts';
import { studentRoutes } from './routes/student.ts';
import { submissionRoutes } from './routes/submission.ts';
import { universityRoutes } from './routes/university.ts';

/** Only what the service itself serves; a report brings its own, stricter policy. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  upgradeInsecureRequests: null,
};

export async function buildApp(context: AppContext): Promise<FastifyInstance> {
  const { config, log, db } = context;
  const origin = originOf(config);
  const app = Fastify({
    logController: new LogController({ disableRequestLogging: true }),
    loggerInstance: log.child({ part: 'http' }),
    trustProxy: config.A3_TRUST_PROXY,
    bodyLimit: 64 * 1024,
    requestTimeout: 60_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 100 },
  }) as unknown as FastifyInstance;
  const live = new LiveStates(db);
  const metrics = openMetrics(db);
  const service: Service = { ...context, origin, live, metrics, mailer: openMailer(config) };
  app.addHook('onClose', async () => live.close());

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    strictTransportSecurity: origin.startsWith('https:'),
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: false,
  });
  await app.register(cookie);
  await app.register(formbody);
  await app.register(multipart, {
    limits: { files: 1, fields: 4, parts: 5, fieldSize: 1024, fileSize: config.A3_MAX_UPLOAD_BYTES },
  });
  addGuard(app, { db, origin });
  await app.register(rateLimit, {
    hook: 'preHandler',
    max: 600,
    timeWindow: '1 minute',
    keyGenerator: ({ session, ip }) => session?.person.id ?? ip,
    errorResponseBuilder: (_, { after }) =>
      Object.assign(new Error(`That were too many requests at once. Try again in ${after}.`), { statusCode: 429 }),
  });
  // Every page is somebody's own.
  app.addHook(
    'onSend',
    async (_, reply) => void (reply.hasHeader('cache-control') || reply.header('cache-control', 'no-store')),
  );
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    metrics.countRequest(routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    // The route, not the address: that may hold a sign-in token.
    request.log.debug(
      { method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
  app.setErrorHandler<FastifyError | HttpError>((error, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler({}, (request, reply) => {
    const { statusCode, message } = notFound();
    return send(request, reply, statusCode, message);
  });

  for (const routes of [
    assetRoutes,
    healthRoutes,
    signInRoutes,
    courseRoutes,
    submissionRoutes,
    classRoutes,
    apiRoutes,
    accountRoutes,
    studentRoutes,
    regradeRoutes,
    rosterRoutes,
    operatorRoutes,
    memberRoutes,
    universityRoutes,
  ])
    routes(app, service);
  return app;
}

type Request = Parameters<Parameters<FastifyInstance['setErrorHandler']>[0]>[1];
type Reply = Parameters<Parameters<FastifyInstance['setErrorHandler']>[0]>[2];

function answerError(error: FastifyError | HttpError, request: Request, reply: Reply): unknown {
  const status = error.statusCode ?? 500;
  if (status < 500) return send(request, reply, status, error.message);
  if (isAway(error)) {
    request.log.warn({ reason: error.message }, 'the database is away');
    reply.header('retry-after', '5');
    return send(
      request,
      reply,
      503,
      'The service is restarting. Nothing that was accepted is lost. Try again in a few seconds.',
    );
  }
  request.log.error({ route: request.routeOptions.url, err: { message: error.message, stack: error.stack } }, 'fault');
  return send(
    request,
    reply,
    500,
    `This is the service's fault, not yours. Nothing that was accepted is lost. Try again in a minute; if it stays, tell the course staff this number: ${request.id}.`,
  );
}

/** The same sentence as JSON for programs and as a page for people. */
function send(request: Request, reply: Reply, status: number, message: string): unknown {
  reply.code(status);
  if (request.url.startsWith('/api/') || request.headers.accept === 'application/json')
    return reply.send({ error: message });
  const markup = page(
    { title: status < 500 ? 'That did not work' : 'Something is broken here', session: request.session },
    html`<p>${message}</p><p><a href="/">To the start</a></p>`,
  );
  return reply.type('text/html').send(markup);
}
