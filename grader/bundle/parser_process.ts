/** The process that parses untrusted source text with TypeScript and esbuild. It executes none of it. See parser_host.ts. */
import { closeInspector } from '../../lib/inspector.ts';
import { type InspectRequest, inspect } from '../rules/inspect.ts';
import { type BundleRequest, bundle } from './build.ts';

export type Request = InspectRequest | BundleRequest;
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: string };

async function answer(request: Request): Promise<Reply> {
  try {
    return { ok: true, value: request.kind === 'bundle' ? await bundle(request) : inspect(request) };
  } catch (error) {
    return { ok: false, fault: error instanceof Error ? String(error.stack) : String(error) };
  }
}

closeInspector();
process.on('message', (request: Request) => void answer(request).then((reply) => process.send?.(reply)));
process.on('disconnect', () => process.exit());
process.send?.('ready');
