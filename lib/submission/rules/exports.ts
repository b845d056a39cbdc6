/** Checks that the skeleton's exports still exist, with as many parameters. A missing one costs only its own checks. */
import type ts from 'typescript';
import { type RuleFinding, rules } from './findings.ts';
import { exportedSignatures, type Signature } from './signatures.ts';

export function compareExports(source: ts.SourceFile, skeleton: ts.SourceFile): RuleFinding[] {
  const found = new Map(exportedSignatures(source).map((signature) => [signature.name, signature]));
  return exportedSignatures(skeleton)
    .filter(({ kind }) => kind === 'function' || kind === 'class' || kind === 'method')
    .flatMap((wanted) => compare(source.fileName, wanted, found));
}

function compare(file: string, wanted: Signature, found: ReadonlyMap<string, Signature>): RuleFinding[] {
  const actual = found.get(wanted.name);
  if (!actual) {
    const owner = wanted.kind === 'method' ? found.get(wanted.name.split('.', 1)[0] as string) : undefined;
    if (wanted.kind === 'method' && !owner) return []; // reported for its class
    return [rules.missingExport({ file, line: owner?.line ?? 1 }, describe(wanted))];
  }
  if (!wanted.parameters || !actual.parameters || actual.parameters.length === wanted.parameters.length) return [];
  const expected = wanted.parameters.map(({ name }) => name);
  return [rules.otherParameters({ file, line: actual.line }, describe(wanted), actual.parameters.length, expected)];
}

function describe({ kind, name }: Signature): string {
  return kind === 'method' ? `The method ${name}` : `The export "${name}"`;
}
