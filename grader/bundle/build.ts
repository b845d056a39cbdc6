/**
 * Bundles one file of a submission with esbuild, from memory. Runs in a parser process (grader/parser).
 *
 * esbuild resolves and loads nothing by itself: the plugin answers every request from the submission's files, the runtime's
 * list, or with an error. So no host file, tsconfig or package.json has any influence.
 */
import { type BuildFailure, build, type Message, type Plugin } from 'esbuild';
import { resolveNodeModule, resolveRelative } from '../../lib/submission/rules/resolve.ts';
import { findings } from '../findings/index.ts';
import type { BundleResult, Finding } from '../types.ts';
import { refuseSource } from './source.ts';

export interface BundleRequest {
  readonly kind: 'bundle';
  /** The submission's files as text. */
  readonly files: ReadonlyMap<string, string>;
  readonly modulePath: string;
  /** Specifier, e.g. `@tensorflow/tfjs` → what the bundle imports instead. */
  readonly runtimeImports: ReadonlyMap<string, string>;
}

const namespace = 'submission';

export async function bundle(request: BundleRequest): Promise<BundleResult> {
  try {
    const result = await build({
      entryPoints: [request.modulePath],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      target: 'node20',
      charset: 'utf8',
      // So that an error names the student's own line.
      sourcemap: 'inline',
      sourcesContent: false,
      legalComments: 'none',
      logLevel: 'silent',
      // Only a name for messages; nothing is resolved there.
      absWorkingDir: '/submission',
      tsconfigRaw: { compilerOptions: { target: 'ES2022', useDefineForClassFields: true } },
      plugins: [fromMemory(request)],
    });
    return { ok: true, code: (result.outputFiles[0] as { text: string }).text };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { ok: false, finding: describe(error.errors[0] as Message, request.modulePath) };
  }
}

function fromMemory({ files, runtimeImports }: BundleRequest): Plugin {
  const names = [...files.keys()];
  return {
    name: 'from-memory',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return { path, namespace };
        if (kind !== 'import-statement')
          return { errors: [{ text: `"${path}" must be imported by an import statement at the top.` }] };
        const runtime = runtimeImports.get(path);
        if (runtime !== undefined) return { path: runtime, external: true };
        const nodeModule = resolveNodeModule(path);
        if (nodeModule !== undefined) return { path: nodeModule, external: true };
        const own = resolveRelative(importer, path, names);
        if (own !== undefined) return { path: own, namespace };
        return { errors: [{ text: `"${path}" cannot be imported. Import only what the skeleton's file does.` }] };
      });
      build.onLoad({ filter: /.*/ }, ({ path }) => {
        const text = files.get(path);
        if (text === undefined) return { errors: [{ text: `${path} is missing from the submission.` }] };
        const problem = refuseSource(path, text);
        if (problem) return { errors: [{ text: problem.text, location: { file: path, line: problem.line } }] };
        return { contents: withoutSourceMap(text), loader: 'ts' };
      });
    },
  };
}

/** esbuild would read the file named by such a comment from this machine. A name of the same length keeps all positions. */
const withoutSourceMap = (text: string): string => text.replaceAll('sourceMappingURL', 'sourceMappingurl');

function describe({ text, location }: Message, modulePath: string): Finding {
  const file = location?.file.replace(`${namespace}:`, '') || modulePath;
  return findings.cannotBeRun({ file, ...(location?.line && { line: location.line }) }, modulePath, text);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors);
}
