/** `npm run mirror`: checks that skeleton and reference have the same files, exports and signatures. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { projectRoot } from '../lib/root.ts';
import { exportedSignatures, type Parameter, type Signature } from '../lib/submission/rules/signatures.ts';
import { parseSource } from '../lib/submission/source.ts';

await runMain(async () => {
  const { skeleton = join(projectRoot, 'skeleton'), reference = join(projectRoot, 'reference') } = commandLine(
    'npm run mirror --',
  )
    .description('Checks that skeleton and reference have the same files, exports and signatures. Exit code 1 if not.')
    .option('--skeleton <folder>', 'folder with the stubs (default: skeleton/)')
    .option('--reference <folder>', 'folder with the solutions (default: reference/)')
    .parse()
    .opts<{ skeleton?: string; reference?: string }>();
  const [stubs, solutions] = [await readSources(skeleton), await readSources(reference)];
  const differences = [...new Set([...stubs.keys(), ...solutions.keys()])]
    .sort()
    .flatMap((file) => compareFile(file, stubs.get(file), solutions.get(file)));
  for (const difference of differences) console.error(difference);
  if (differences.length > 0) return 1;
  console.log(`Skeleton and reference agree: ${stubs.size} files, ${countSignatures(stubs)} signatures.`);
  return 0;
});

async function readSources(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new CourseError(`${folder} cannot be read (${error.code}).`);
  });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => name.replaceAll('\\', '/'));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)),
  );
}

function compareFile(file: string, stub: string | undefined, solution: string | undefined): string[] {
  if (stub === undefined) return [`${file}: only the reference has it`];
  if (solution === undefined) return [`${file}: only the skeleton has it`];
  const [stubs, solutions] = [stub, solution].map((text) => bySignature(file, text)) as [Signatures, Signatures];
  return [...new Set([...stubs.keys(), ...solutions.keys()])].flatMap((name) => {
    const [ours, theirs] = [stubs.get(name), solutions.get(name)];
    if (!ours) return [`${file}: only the reference has ${name}`];
    if (!theirs) return [`${file}: only the skeleton has ${name}`];
    if (ours === theirs) return [];
    return [`${file}: ${name} differs\n  skeleton:  ${ours}\n  reference: ${theirs}`];
  });
}

type Signatures = ReadonlyMap<string, string>;

/** Name → the signature as text. Overloads are concatenated. */
function bySignature(file: string, text: string): Signatures {
  const signatures = new Map<string, string>();
  for (const signature of exportedSignatures(parseSource(file, text))) {
    const before = signatures.get(signature.name);
    signatures.set(signature.name, before ? `${before}; ${show(signature)}` : show(signature));
  }
  return signatures;
}

function show({ kind, modifiers, parameters, type }: Signature): string {
  const list = parameters?.map(showParameter);
  return [kind, modifiers, list && `(${list.join(', ')})`, type && `: ${type}`].filter(Boolean).join(' ');
}

function showParameter({ name, type, default: initial, isOptional }: Parameter): string {
  const optional = isOptional && initial === '' ? '?' : '';
  return `${name}${optional}${type && `: ${type}`}${initial && ` = ${initial}`}`;
}

function countSignatures(sources: ReadonlyMap<string, string>): number {
  return [...sources].reduce((sum, [file, text]) => sum + bySignature(file, text).size, 0);
}
