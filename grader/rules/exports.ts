/** Are the skeleton's exports still there, with as many parameters? What is missing costs its own checks, nothing else. */
import type ts from 'typescript';
import type { Remark } from '../../lib/submission/source.ts';
import { exportedSignatures, type Signature } from './signatures.ts';

export interface ExportRemark extends Remark {
  readonly code: 'rules.export' | 'rules.signature';
}

export function compareExports(source: ts.SourceFile, skeleton: ts.SourceFile): ExportRemark[] {
  const found = new Map(exportedSignatures(source).map((signature) => [signature.name, signature]));
  return exportedSignatures(skeleton)
    .filter(({ kind }) => kind === 'function' || kind === 'class' || kind === 'method')
    .flatMap((wanted) => compare(wanted, found));
}

function compare(wanted: Signature, found: ReadonlyMap<string, Signature>): ExportRemark[] {
  const actual = found.get(wanted.name);
  if (!actual) {
    const owner = wanted.kind === 'method' ? found.get(wanted.name.split('.', 1)[0] as string) : undefined;
    if (wanted.kind === 'method' && !owner) return []; // said of its class
    const text = `${describe(wanted)} is missing. The checks that call it score 0; keep the names of the skeleton.`;
    return [{ code: 'rules.export', line: owner?.line ?? 1, text }];
  }
  if (!wanted.parameters || !actual.parameters || actual.parameters.length === wanted.parameters.length) return [];
  const expected = wanted.parameters.map(({ name }) => name).join(', ');
  const text = `${describe(wanted)} has ${actual.parameters.length} parameters, the skeleton's has ${wanted.parameters.length} (${expected}).`;
  return [{ code: 'rules.signature', line: actual.line, text }];
}

function describe({ kind, name }: Signature): string {
  return kind === 'method' ? `The method ${name}` : `The export "${name}"`;
}
