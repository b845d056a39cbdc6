/**
 * Builds the folder that a sandbox runs from: the child's entry, TensorFlow.js, the course's modules, the checks and the WASM
 * binaries, as plain ES modules that need no node_modules. It contains no secret and no expected value.
 */
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Assignment } from '../../harness/assignment.ts';
import { filesBelow } from '../../lib/files.ts';
import { hashFiles } from '../../lib/hash.ts';
import { projectRoot } from '../../lib/root.ts';
import { keptFolder } from './cache.ts';
import { withEsbuild } from './esbuild.ts';
import { HIDDEN_CHECKS } from './hidden.ts';
import { runtimeModules } from './modules.ts';

export interface Runtime {
  /**
   * The runtime folder. Beside it is a folder `dependencies/{part}` for each reference dependency and for the hidden checks.
   */
  readonly dir: string;
  /** SHA-256 (hex) over everything the folder is made from: the same sources give the same runtime. */
  readonly hash: string;
}

const require = createRequire(import.meta.url);
/** Folders whose TypeScript goes into the runtime. */
const SOURCES = ['lib', 'harness', 'grader/sandbox', 'grader/runtime'];
const WASM_DIR = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
const WASM_FILES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

const COMMON = {
  absWorkingDir: projectRoot,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies esbuild.BuildOptions;
/** Virtual: {@link childOf} writes it. */
const CHILD = 'sandbox-child';
const PACKAGE = '{"type":"module"}\n';

const built = new Map<Assignment, Promise<Runtime>>();

/** The runtime folder, built if it does not exist yet. Safe to call from several processes at once. */
export function buildRuntime(assignment: Assignment): Promise<Runtime> {
  const runtime = built.get(assignment) ?? build(assignment);
  built.set(assignment, runtime);
  runtime.catch(() => built.delete(assignment));
  return runtime;
}

async function build(assignment: Assignment): Promise<Runtime> {
  const hash = await hashSources(assignment);
  const folder = await keptFolder(hash, "The sandbox's runtime", (unfinished) =>
    withEsbuild(() => bundle(assignment, unfinished)),
  );
  return { dir: join(folder, 'runtime'), hash };
}

async function bundle(assignment: Assignment, outdir: string): Promise<void> {
  const entries: Record<string, string> = {
    'runtime/child': CHILD,
    'runtime/tfjs': 'grader/runtime/tfjs.ts',
  };
  for (const [specifier, file] of runtimeModules) {
    if (specifier.startsWith('#')) entries[`runtime/${file.replace(/\.js$/, '')}`] = specifier.slice(1);
  }
  await esbuild.build({
    ...COMMON,
    entryPoints: entries,
    outdir,
    plugins: [childOf(assignment)],
    chunkNames: 'runtime/chunks/[hash]',
    splitting: true,
    mainFields: ['module', 'main'],
    external: ['@tensorflow/tfjs-node', 'sharp'],
    // CommonJS packages expect these.
    banner: {
      js: [
        "import { createRequire as $createRequire } from 'node:module';",
        "import { dirname as $dirname } from 'node:path';",
        "import { fileURLToPath as $path } from 'node:url';",
        'const require = $createRequire(import.meta.url), __filename = $path(import.meta.url), __dirname = $dirname(__filename);',
      ].join(' '),
    },
  });
  const beside = besideRuntime(assignment);
  for (const { name, file } of beside)
    await bundleDependency(file, join(outdir, 'dependencies', name), assignment.hiddenChecksModule);
  // Otherwise Node would have to guess the module format.
  const modules = ['runtime', ...beside.map(({ name }) => `dependencies/${name}`)];
  for (const folder of modules) await writeFile(join(outdir, folder, 'package.json'), PACKAGE);
  const wasmDir = join(outdir, 'runtime/wasm');
  await mkdir(wasmDir);
  for (const file of WASM_FILES) await copyFile(join(WASM_DIR, file), join(wasmDir, file));
  await grantReadToOthers(outdir);
}

/** The entry of the sandbox's process: passes the assignment's checks, without the hidden ones, to the child's `main`. */
function childOf({ checksModule, hiddenChecksModule }: Assignment): esbuild.Plugin {
  const hidden = join(projectRoot, hiddenChecksModule);
  return {
    name: 'child',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${CHILD}$`) }, ({ path }) => ({ path, namespace: CHILD }));
      build.onLoad({ filter: /.*/, namespace: CHILD }, () => ({
        contents: `import { main } from './grader/sandbox/child.ts';
          import { checks } from './${checksModule}';
          await main(checks);`,
        resolveDir: projectRoot,
      }));
      build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path === hidden ? { contents: `export const ${HIDDEN_CHECKS} = [];` } : undefined,
      );
    },
  };
}

/** What only some processes get, each in its own folder. */
function besideRuntime({ referenceDependencies, hiddenChecksModule }: Assignment) {
  return [...referenceDependencies, { name: HIDDEN_CHECKS, file: hiddenChecksModule }];
}

/** Built separately: code shared with another part is in both, never in the runtime. */
async function bundleDependency(file: string, outdir: string, hiddenChecksModule: string): Promise<void> {
  const runtimeImports: esbuild.Plugin = {
    name: 'runtime-imports',
    setup(build) {
      build.onResolve({ filter: /^[@#]/ }, ({ path }) => {
        const target = runtimeModules.get(path);
        if (target) return { path: `../../runtime/${target}`, external: true };
        if (file === hiddenChecksModule) return undefined; // bundled with their imports, like checks
        return { errors: [{ text: `${path} is not in the runtime: neither skeleton nor reference imports it.` }] };
      });
    },
  };
  await esbuild.build({ ...COMMON, entryPoints: { index: file }, outdir, plugins: [runtimeImports] });
}

/** Regardless of the umask: a sandbox may run as another user. */
async function grantReadToOthers(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await grantReadToOthers(path);
    else await chmod(path, 0o644);
  }
}

async function hashSources(assignment: Assignment): Promise<string> {
  const ofAssignment = new Set(
    [assignment.checksModule, ...besideRuntime(assignment).map(({ file }) => file)].map((file) => dirname(file)),
  );
  const folders = await Promise.all([...SOURCES, ...ofAssignment].map((folder) => filesBelow(projectRoot, folder)));
  const sources = folders.flat().filter((path) => path.endsWith('.ts'));
  const read = [...new Set([...sources, 'package-lock.json'])]
    .sort()
    .map(async (path) => [path, await readFile(join(projectRoot, path))] as const);
  const versions = ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', 'esbuild'].map(
    (name) => [name, Buffer.from(require(`${name}/package.json`).version)] as const,
  );
  const modules = ['modules', Buffer.from(JSON.stringify([...runtimeModules]))] as const;
  return hashFiles('runtime', [...(await Promise.all(read)), modules, ...versions]);
}
