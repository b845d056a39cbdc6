/** Loads the code under test: `reference`, `skeleton`, or a student's folder anywhere on this machine. */
import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CourseError } from '#lib/errors.ts';
import { projectRoot } from '#lib/root.ts';
import type { Exports } from '../check.ts';

export interface Target {
  readonly folder: string;
  /** The folder as a stack trace names it (harness/location.ts). */
  readonly sources: string;
  /** @throws whatever the module throws when it is loaded */
  load(module: string): Promise<Exports>;
}

/**
 * @param options.fresh each target reads the files again, though this process has loaded them before
 * @throws CourseError if the folder does not exist
 */
export async function openTarget(nameOrFolder: string, { fresh = false } = {}): Promise<Target> {
  const named = nameOrFolder === 'reference' || nameOrFolder === 'skeleton';
  const folder = await realpath(resolve(named ? projectRoot : process.cwd(), nameOrFolder)).catch((cause: unknown) => {
    throw new CourseError(
      `There is no folder ${nameOrFolder}. Give reference, skeleton, or a folder with a student's files.`,
      {
        cause,
      },
    );
  });
  if (!(await stat(folder)).isDirectory()) {
    throw new CourseError(`${nameOrFolder} is not a folder. To grade a zip use \`npm run grade -- ${nameOrFolder}\`.`);
  }
  const inside = !relative(await realpath(projectRoot), folder).startsWith('..');
  const sources = `${folder.replaceAll('\\', '/')}/`;
  const modules = new Map<string, Promise<Exports>>();
  const load = (module: string): Promise<Exports> => {
    const path = join(folder, module);
    const loaded =
      modules.get(path) ?? (inside && !fresh ? import(pathToFileURL(path).href) : importBundle(path, sources));
    modules.set(path, loaded);
    return loaded;
  };
  return { folder, sources, load };
}

/**
 * A module with the student's files that it imports, in one. Outside of the package neither `#lib/...` nor tfjs resolves; here both
 * point to this package's, which stay loaded.
 */
async function importBundle(path: string, sources: string): Promise<Exports> {
  const { build } = await import('esbuild');
  // Resolved by this file's own package: its `lib` is TypeScript in the repository, and built in the handout.
  const { resolve: resolveHere } = createRequire(import.meta.url);
  const result = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    sourcemap: 'inline',
    sourceRoot: pathToFileURL(sources).href,
    absWorkingDir: sources,
    tsconfigRaw: {},
    logLevel: 'silent',
    plugins: [
      {
        name: 'the course',
        setup(plugins) {
          plugins.onResolve({ filter: /^(#lib\/.*|@tensorflow\/tfjs)$/ }, ({ path }) => ({
            path: pathToFileURL(resolveHere(path)).href,
            external: true,
          }));
        },
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'a3-target-'));
  try {
    const file = join(folder, 'module.mjs');
    await writeFile(file, result.outputFiles[0]!.contents);
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
