/** All rules on one file's text. For the grader it runs in a parser process (grader/parser). */
import type ts from 'typescript';
import { leftOverPrints } from '../prints.ts';
import { firstSyntaxError, parseSource } from '../source.ts';
import { findEscapes } from './escapes.ts';
import { compareExports } from './exports.ts';
import { type RuleFinding, rules } from './findings.ts';
import { findImports, type Import, refuseImport } from './imports.ts';

export interface InspectRequest {
  readonly kind: 'inspect';
  readonly file: string;
  /** All files of the assignment, and the student's own. */
  readonly files: readonly string[];
  readonly text: string;
  /** The same file as handed out; none of a student's own. */
  readonly skeletonText?: string;
  /** For a student's own file: what the skeletons import, each for itself. Who may use which of it is checked where it arrives. */
  readonly importable?: readonly string[];
}

export interface Inspected {
  readonly findings: readonly RuleFinding[];
  /** The imports that are used and remain after types are stripped; none if the file does not parse. */
  readonly imports: readonly Import[];
  readonly skeletonImports: readonly Import[];
}

export function inspect(request: InspectRequest): Inspected {
  const imports: Import[] = [];
  const skeleton = parseSource(request.file, request.skeletonText ?? '');
  const found = findAll(request, skeleton, imports);
  // A stub may not use yet what its solution needs.
  const skeletonImports = findImports(skeleton).filter(({ isTypeOnly }) => !isTypeOnly);
  return { findings: found, imports, skeletonImports };
}

function findAll(
  { file, files, text, skeletonText, importable = [] }: InspectRequest,
  skeleton: ts.SourceFile,
  imports: Import[],
): RuleFinding[] {
  let source: ts.SourceFile;
  try {
    source = parseSource(file, text);
  } catch (error) {
    if (error instanceof RangeError) return [rules.nestedTooDeeply({ file, line: 1 })];
    throw error;
  }
  const syntaxError = firstSyntaxError(source);
  if (syntaxError) return [rules.doesNotParse({ file, line: syntaxError.line }, syntaxError.text)];

  const found: RuleFinding[] = [];
  const known = new Set([...importable, ...findImports(skeleton).map(({ specifier }) => specifier)]);
  const all = findImports(source);
  imports.push(...all.filter(({ use }) => use === 'value'));
  for (const { specifier, line, use } of all) {
    const refusal = use === 'type' ? undefined : refuseImport(file, specifier, { skeleton: known, files });
    if (refusal) found.push((use === 'value' ? rules.forbiddenImport : rules.unusedImport)({ file, line }, refusal));
  }
  for (const { line, what, isCertain } of findEscapes(source, skeletonText)) {
    const remark = isCertain ? rules.escape : rules.possibleEscape;
    found.push(remark({ file, line }, what));
  }
  found.push(...compareExports(source, skeleton));
  for (const { line, text: code } of leftOverPrints(source, skeleton)) {
    found.push(rules.print({ file, line }, code));
  }
  return found;
}
