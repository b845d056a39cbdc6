/**
 * parser_process.ts as one module of plain JavaScript: started from that, its process needs no loader for TypeScript, which
 * would be a second isolate of V8 in it.
 */
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/** The module comes through a pipe, from nowhere: packages are imported by where they are. */
const packagesByPath: Plugin = {
  name: 'packages-by-path',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.#/]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || isBuiltin(path)) return undefined;
      return { path: pathToFileURL(require.resolve(path)).href, external: true };
    });
  },
};

let built: Promise<string> | undefined;

export function parserProcessCode(): Promise<string> {
  built ??= build({
    entryPoints: [fileURLToPath(new URL('./parser_process.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: [packagesByPath],
  }).then(({ outputFiles: [file] }) => (file as { text: string }).text);
  return built;
}
