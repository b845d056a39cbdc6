/** The worker beside an embedded database: its calls of the queue go over the pipe to the process that has it. */
import type { ChildProcess } from 'node:child_process';
import type { JobSource } from '../queue/jobs.ts';

interface Call {
  readonly id: number;
  readonly method: keyof JobSource;
  readonly args: readonly unknown[];
}

type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

const METHODS: readonly (keyof JobSource)[] = ['claim', 'heartbeat', 'finish', 'fail', 'release', 'leave'];

/** In the process with the database. */
export function serveJobs(child: ChildProcess, source: JobSource): void {
  child.on('message', ({ id, method, args }: Call) => {
    const call = source[method] as (...args: readonly unknown[]) => Promise<unknown>;
    call(...args).then(
      (value) => send({ id, value }),
      (error: Error) => send({ id, error: error.message }),
    );
  });
  // A child that has just died asks no more.
  const send = (reply: Reply) => void (child.connected && child.send(reply, () => {}));
}

/** In the worker. */
export function jobsOverPipe(channel: NodeJS.Process): JobSource {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  channel.on('message', (reply: Reply) => {
    const call = open.get(reply.id);
    open.delete(reply.id);
    if ('error' in reply) call?.reject(new Error(reply.error));
    else call?.resolve(reply.value);
  });
  const ask =
    (method: keyof JobSource) =>
    (...args: unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        const id = ++last;
        open.set(id, { resolve, reject });
        channel.send!({ id, method, args } satisfies Call);
      });
  return Object.fromEntries(METHODS.map((method) => [method, ask(method)])) as unknown as JobSource;
}
