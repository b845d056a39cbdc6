/** `lib` like an installed library: a module and its types for each file, no sources. */
import { relative } from 'node:path';
import { transform } from 'esbuild';
import type { Closure } from './closure.ts';

/** `lib/errors.js` and `lib/errors.d.ts` for `lib/errors.ts`, and so on. */
export async function buildLibrary({ program, sources }: Closure, projectRoot: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [path, text] of sources) {
    if (!path.startsWith('lib/')) continue;
    files.set(path.replace(/\.ts$/, '.js'), await compile(path, text));
  }
  for (const source of program.getSourceFiles()) {
    const path = relative(projectRoot, source.fileName).replaceAll('\\', '/');
    if (!path.startsWith('lib/') || !sources.has(path)) continue;
    const { diagnostics } = program.emit(
      source,
      (_, text) => void files.set(path.replace(/\.ts$/, '.d.ts'), rename(text)),
      undefined,
      true,
    );
    const [problem] = diagnostics;
    if (problem) throw new Error(`No types could be generated for ${path}: ${JSON.stringify(problem.messageText)}`);
  }
  return files;
}

async function compile(path: string, text: string): Promise<string> {
  const { code } = await transform(text, {
    sourcefile: path,
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    tsconfigRaw: { compilerOptions: { target: 'ES2022', useDefineForClassFields: true, verbatimModuleSyntax: true } },
  });
  return rename(code);
}

/** Rewrites relative imports to the built files. */
function rename(text: string): string {
  return text.replace(/(["'])(\.\.?\/[\w./-]+)\.ts\1/g, '$1$2.js$1');
}
