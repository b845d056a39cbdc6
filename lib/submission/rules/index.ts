/**
 * The rules of the course that can be read off the source text: for each file, does it parse; does it import and name only what it
 * may; are the skeleton's exports there; were prints left over. Nothing is executed. `npm test`, `npm run collect` and the grader
 * all ask here, so they agree.
 */
import { checkNames } from './by_name.ts';
import { type RuleFinding, rules } from './findings.ts';
import { type Import, refuseImport } from './imports.ts';
import type { Inspected, InspectRequest } from './inspect.ts';
import { resolveRelative } from './resolve.ts';

export interface RulesOf {
  /** The assignment's files. */
  readonly files: readonly string[];
  readonly modulesByName: readonly string[];
  /** The text of a file of the assignment as it was handed out. */
  skeletonText(file: string): Promise<string>;
  /** What inspect.ts says; the grader has it said by a process with limits. */
  inspect(request: InspectRequest): Inspected | Promise<Inspected>;
}

/** @param texts file → text: those of the assignment that are there, and the student's own */
export async function checkFiles(texts: ReadonlyMap<string, string>, course: RulesOf): Promise<RuleFinding[]> {
  const own = [...texts.keys()].filter((file) => !course.files.includes(file));
  const files = [...course.files, ...own];
  const found: RuleFinding[] = [];
  const [imports, skeleton] = [new Map<string, readonly Import[]>(), new Map<string, readonly Import[]>()];
  for (const file of course.files) {
    const skeletonText = await course.skeletonText(file);
    const text = texts.get(file);
    const inspected = await course.inspect({ kind: 'inspect', file, files, text: text ?? skeletonText, skeletonText });
    if (text !== undefined) found.push(...inspected.findings);
    imports.set(file, inspected.imports);
    skeleton.set(file, inspected.skeletonImports);
  }
  const importable = [...new Set([...skeleton.values()].flatMap((all) => all.map(({ specifier }) => specifier)))];
  for (const file of own) {
    const text = texts.get(file)!;
    const inspected = await course.inspect({ kind: 'inspect', file, files, text, importable });
    found.push(...inspected.findings);
    imports.set(file, inspected.imports);
  }
  const barred = barredFiles(found);
  for (const file of course.files) {
    if (barred.has(file)) continue;
    const problem = lookThroughOwnFiles(file, own, imports, skeleton.get(file)!, found);
    if (problem) found.push(problem);
  }
  const barredNow = barredFiles(found);
  return [...found, ...checkNames(imports, skeleton, course.modulesByName).filter(({ file }) => !barredNow.has(file))];
}

const barredFiles = (found: readonly RuleFinding[]): Set<string> =>
  new Set(found.filter(({ severity }) => severity === 'file').map(({ file }) => file));

/** What a student's own file may do, the file may that imports it, and no more. */
function lookThroughOwnFiles(
  file: string,
  own: readonly string[],
  imports: ReadonlyMap<string, readonly Import[]>,
  skeletonImports: readonly Import[],
  found: readonly RuleFinding[],
): RuleFinding | undefined {
  const skeleton = new Set(skeletonImports.map(({ specifier }) => specifier));
  const files = [...imports.keys()];
  const throughOwnFile = (first: Import, reason: string) =>
    rules.throughOwnFile({ file, line: first.line }, first.specifier, reason);
  /** Own file → the file's own import that leads there. */
  const reached = new Map<string, Import>();
  const follow = (from: string, first?: Import) => {
    for (const one of imports.get(from) ?? []) {
      const next = resolveRelative(from, one.specifier, own);
      if (next !== undefined && !reached.has(next)) reached.set(next, first ?? one);
    }
  };
  follow(file);
  for (const [path, first] of reached) {
    const broken = found.find((finding) => finding.file === path && finding.severity === 'file');
    if (broken) return throughOwnFile(first, `${broken.message} (${path}, line ${broken.line ?? 1})`);
    for (const { specifier, line } of imports.get(path) ?? []) {
      const refusal = refuseImport(path, specifier, { skeleton, files });
      if (refusal) return throughOwnFile(first, `${path} ${refusal} (line ${line})`);
    }
    follow(path, first);
  }
  return undefined;
}
