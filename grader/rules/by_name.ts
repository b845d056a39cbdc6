/** Which names a file takes from modules that hold what students write by hand: directly, or through files of their own. */
import { resolveRelative } from '../bundle/resolve.ts';
import type { Finding } from '../types.ts';
import type { Import } from './imports.ts';

/** File of the assignment → what it imports. */
export type ImportsOf = ReadonlyMap<string, readonly Import[]>;

/**
 * A file may take the names that its skeleton takes, in whatever way they reach it.
 * @param modules those that are looked at name by name
 */
export function checkNames(own: ImportsOf, skeleton: ImportsOf, modules: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const barred = new Set<string>();
  const look = (file: string, uses: readonly Use[], how: string) => {
    const allowed = new Set(closure(file, skeleton, modules, new Set()).map(({ name }) => name));
    const taken = uses.filter(({ name }) => !allowed.has(name));
    if (taken.length === 0 || barred.has(file)) return;
    barred.add(file);
    const names = [...new Set(taken.map(({ name }) => name))].join(', ');
    const message = `${file} takes ${names} from ${taken[0]!.specifier}${how}. Write its functions yourself: the skeleton's file imports what it may use.`;
    findings.push({ severity: 'file', code: 'rules.names', file, line: taken[0]!.line, message });
  };
  for (const file of own.keys()) look(file, direct(file, own, modules), '');
  // What is barred is replaced by its skeleton, so whoever imports it takes nothing by it.
  for (const file of own.keys()) look(file, closure(file, own, modules, barred), ' through another file');
  return findings;
}

interface Use {
  readonly name: string;
  readonly specifier: string;
  readonly line: number;
}

function direct(file: string, imports: ImportsOf, modules: readonly string[]): Use[] {
  return (imports.get(file) ?? [])
    .filter(({ specifier }) => modules.includes(specifier))
    .flatMap(({ specifier, line, names }) => names.map((name) => ({ name, specifier, line })));
}

function closure(file: string, imports: ImportsOf, modules: readonly string[], barred: ReadonlySet<string>): Use[] {
  const files = [...imports.keys()];
  const reached = new Set([file]);
  for (const one of reached) {
    for (const { specifier } of imports.get(one) ?? []) {
      const next = resolveRelative(one, specifier, files);
      if (next !== undefined && !barred.has(next)) reached.add(next);
    }
  }
  return [...reached].flatMap((one) => direct(one, imports, modules));
}
