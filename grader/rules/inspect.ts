/** All rules on one file's text. Runs in a parser process (grader/parser). */
import type ts from 'typescript';
import { leftOverPrints } from '../../lib/submission/prints.ts';
import { firstSyntaxError, parseSource } from '../../lib/submission/source.ts';
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';
import { findEscapes } from './escapes.ts';
import { compareExports } from './exports.ts';
import { findImports, type Import, refuseImport } from './imports.ts';

export interface InspectRequest {
  readonly kind: 'inspect';
  readonly file: string;
  /** All files of the assignment. */
  readonly files: readonly string[];
  readonly text: string;
  /** The same file as handed out. */
  readonly skeletonText: string;
}

export interface Inspected {
  readonly findings: readonly Finding[];
  /** Those that are used, and left when the types are stripped; none of a file that does not parse. */
  readonly imports: readonly Import[];
  readonly skeletonImports: readonly Import[];
}

export function inspect(request: InspectRequest): Inspected {
  const imports: Import[] = [];
  const skeleton = parseSource(request.file, request.skeletonText);
  const found = findAll(request, skeleton, imports);
  // A stub need not use yet what its solution does.
  const skeletonImports = findImports(skeleton).filter(({ isTypeOnly }) => !isTypeOnly);
  return { findings: found, imports, skeletonImports };
}

function findAll(
  { file, files, text, skeletonText }: InspectRequest,
  skeleton: ts.SourceFile,
  imports: Import[],
): Finding[] {
  let source: ts.SourceFile;
  try {
    source = parseSource(file, text);
  } catch (error) {
    if (error instanceof RangeError) return [findings.nestedTooDeeply({ file, line: 1 })];
    throw error;
  }
  const syntaxError = firstSyntaxError(source);
  if (syntaxError) return [findings.doesNotParse({ file, line: syntaxError.line }, syntaxError.text)];

  const found: Finding[] = [];
  const known = new Set(findImports(skeleton).map(({ specifier }) => specifier));
  const all = findImports(source);
  imports.push(...all.filter(({ use }) => use === 'value'));
  for (const { specifier, line, use } of all) {
    const refusal = use === 'type' ? undefined : refuseImport(file, specifier, { skeleton: known, files });
    if (refusal)
      found.push((use === 'value' ? findings.forbiddenImport : findings.unusedImport)({ file, line }, refusal));
  }
  for (const { line, what, isCertain } of findEscapes(source, skeletonText)) {
    const remark = isCertain ? findings.escape : findings.possibleEscape;
    found.push(remark({ file, line }, what));
  }
  found.push(...compareExports(source, skeleton));
  for (const { line, text: code } of leftOverPrints(source, skeleton)) {
    found.push(findings.print({ file, line }, code));
  }
  return found;
}
