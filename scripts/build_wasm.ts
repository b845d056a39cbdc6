/** `npm run build:wasm`: compiles lib/engine/network/c with Debian's clang into binary.ts; `-- --check` only compares. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { projectRoot } from '../lib/root.ts';

const LLVM = '19'; // the bytes depend on the version
const SOURCE = 'lib/engine/network/c/run.c';
const TARGET = 'lib/engine/network/binary.ts';
const MAX_MEMORY = 2 ** 31;

/** Every variant, with its additional compiler and linker flags. */
const VARIANTS = {
  plain: [[], []],
  plainShared: [[], ['--shared-memory']],
  relaxed: [['-mrelaxed-simd'], []],
  relaxedShared: [['-mrelaxed-simd'], ['--shared-memory']],
} as const satisfies Record<string, readonly [string[], string[]]>;

await runMain(async () => {
  const { check } = commandLine('npm run build:wasm --')
    .description(`Compiles ${SOURCE} into ${TARGET}. Needs Debian's packages clang-${LLVM} and lld-${LLVM}.`)
    .option('--check', 'write nothing; fail if the file would change')
    .parse()
    .opts<{ check?: boolean }>();
  const built = await build();
  const path = join(projectRoot, TARGET);
  if (!check) await writeFile(path, built);
  else if ((await readFile(path, 'utf8')) !== built)
    throw new CourseError(`${TARGET} is not what ${SOURCE} compiles to. Run \`npm run build:wasm\`.`);
  console.log(check ? 'Nothing changed.' : `Wrote ${TARGET}.`);
});

async function build(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wasm-'));
  try {
    const lines = [];
    for (const [name, [compilerFlags, linkerFlags]] of Object.entries(VARIANTS)) {
      const [object, binary] = [join(folder, `${name}.o`), join(folder, `${name}.wasm`)];
      const features = ['-msimd128', '-matomics', '-mbulk-memory', ...compilerFlags];
      const strict = ['-Wall', '-Wextra', '-Werror', '-ffreestanding', '-nostdlib'];
      run(`clang-${LLVM}`, ['--target=wasm32', '-O3', ...features, ...strict, '-c', SOURCE, '-o', object]);
      const memory = ['--import-memory', `--max-memory=${MAX_MEMORY}`, ...linkerFlags];
      const stack = ['-z', 'stack-size=65536', '--export=__stack_pointer'];
      run(`wasm-ld-${LLVM}`, ['--no-entry', '--strip-all', ...memory, ...stack, object, '-o', binary]);
      lines.push(`  ${name}: '${(await readFile(binary)).toString('base64')}',\n`);
    }
    return [
      '/** Made from c/ by `npm run build:wasm`: the module in base64, for each kind of SIMD and of memory. */\n',
      `export const BINARIES = {\n${lines.join('')}};\n`,
    ].join('');
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(command: string, options: string[]): void {
  try {
    execFileSync(command, options, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (cause) {
    const advice = `Install Debian's packages clang-${LLVM} and lld-${LLVM}`;
    throw new CourseError(`${command} failed (${cause instanceof Error ? cause.message : cause}). ${advice}.`, {
      cause,
    });
  }
}
