/**
 * The process that reads one submission: unpacks it, and parses its sources with TypeScript and esbuild. Executes none of it.
 * See parser.ts.
 */

import { CourseError } from '../../lib/errors.ts';
import type { SubmissionFormat } from '../../lib/submission/index.ts';
import { type InspectRequest, inspect } from '../../lib/submission/rules/inspect.ts';
import { type BundleRequest, bundle } from '../bundle/build.ts';
import { intake } from '../intake/index.ts';

export interface IntakeRequest {
  readonly kind: 'intake';
  readonly path: string;
  readonly format: SubmissionFormat;
}

export type Request = IntakeRequest | InspectRequest | BundleRequest;
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly fault: string;
      /** The machine's or the grader's fault: no submission makes a disk fail. */
      readonly isOurs: boolean;
    };

const SAMPLE = `import { posix } from 'node:path';
export class Sample { constructor(readonly name: string) {} join(...more: string[]): string { return posix.join(this.name, ...more); } }
`;

/** Resolves when the parsers have worked once: their code is loaded, and esbuild's process runs. */
export const ready = (async () => {
  const file = 'sample.ts';
  inspect({ kind: 'inspect', file, files: [file], text: SAMPLE, skeletonText: SAMPLE });
  await bundle({ kind: 'bundle', files: new Map([[file, SAMPLE]]), modulePath: file, runtimeImports: new Map() });
  process.on('message', (request: Request) => void reply(request).then((answer) => process.send?.(answer)));
  process.on('disconnect', () => process.exit());
})();

async function reply(request: Request): Promise<Reply> {
  try {
    return { ok: true, value: await answer(request) };
  } catch (error) {
    const fault = error instanceof Error ? String(error.stack) : String(error);
    const isOfMachine = error instanceof CourseError || (error as NodeJS.ErrnoException).syscall !== undefined;
    const isOurs = request.kind === 'intake' && isOfMachine;
    return { ok: false, fault, isOurs };
  }
}

function answer(request: Request): unknown {
  if (request.kind === 'intake') return intake(request.path, request.format);
  return request.kind === 'bundle' ? bundle(request) : inspect(request);
}
