/**
 * process.ts and TypeScript as one script of plain JavaScript, with V8's compiled code beside it: a process starts in a third
 * of the time, and holds one V8 isolate instead of the two that a TypeScript loader needs.
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { hashFiles } from '../../lib/hash.ts';
import { keptFolder } from '../runtime/cache.ts';
import { withEsbuild } from '../runtime/esbuild.ts';
import { parserLimits } from './limits.ts';

const require = createRequire(import.meta.url);

/** Node's options of a parser process; V8 rejects code that was compiled with other options. */
export const NODE_OPTIONS = [`--max-old-space-size=${parserLimits.maxHeapMib}`];

const SCRIPT = 'script.js';
const COMPILED = 'script.compiled';
const START = 'start.cjs';

/** Given a path, writes V8's compiled code there. */
const START_CODE = `process.on('SIGUSR1', () => {}); // no inspector, from here on
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const [filename, compiled] = ['${SCRIPT}', '${COMPILED}'].map((name) => join(__dirname, name));
const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData });
const main = { exports: {} };
script.runInThisContext()(require, main, main.exports, filename, __dirname);
main.exports.ready.then(() => {
  if (process.argv[2] === undefined) return process.send({ isCompiled: script.cachedDataRejected === false });
  writeFileSync(process.argv[2], script.createCachedData());
  process.exit();
});
`;

/** esbuild locates its binary relative to itself, so it is not bundled. */
const esbuildByPath: Plugin = {
  name: 'esbuild-by-path',
  setup({ onResolve }) {
    onResolve({ filter: /^esbuild$/ }, () => ({ path: require.resolve('esbuild'), external: true }));
  },
};

let made: Promise<string> | undefined;

/** The path of a parser process's entry, built if it does not exist yet. */
export function parserProgram(): Promise<string> {
  made ??= make();
  made.catch(() => {
    made = undefined;
  });
  return made;
}

async function make(): Promise<string> {
  const own = await withEsbuild(() => bundled({ external: ['typescript'] }));
  const versions = [require('typescript/package.json').version, process.version, process.arch, START_CODE];
  const hash = hashFiles('parser', [
    ['script', Buffer.from(own)],
    ['versions', Buffer.from(versions.join())],
  ]);
  const folder = await keptFolder(hash, 'The parser', async (unfinished) => {
    const parser = join(unfinished, 'parser');
    await mkdir(parser, { recursive: true });
    await writeFile(join(parser, SCRIPT), await withEsbuild(() => bundled({ minify: true })));
    await writeFile(join(parser, START), START_CODE);
    const args = [...NODE_OPTIONS, join(parser, START), join(parser, COMPILED)];
    await promisify(execFile)(process.execPath, args, { env: {} });
  });
  return join(folder, 'parser', START);
}

async function bundled(options: { external?: string[]; minify?: boolean }): Promise<string> {
  const result = await build({
    ...options,
    entryPoints: [fileURLToPath(new URL('./process.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: [esbuildByPath],
    banner: { js: '(function (require, module, exports, __filename, __dirname) {' },
    footer: { js: '})' },
  });
  return (result.outputFiles[0] as { text: string }).text;
}
