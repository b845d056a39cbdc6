/** All rules on one file's text. Runs in the parser process (grader/bundle/parser_process.ts). */
import type ts from 'typescript';
import { leftOverPrints } from '../../lib/submission/prints.ts';
import { firstSyntaxError, parseSource } from '../../lib/submission/source.ts';
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';
import { findEscapes } from './escapes.ts';
import { compareExports } from './exports.ts';
import { findImports, refuseImport } from './imports.ts';

export interface InspectRequest {
  readonly kind: 'inspect';
  readonly file: string;
  /** All files of the assignment. */
  readonly files: readonly string[];
  readonly text: string;
  /** The same file as handed out. */
  readonly skeletonText: string;
}

export function inspect({ file, files, text, skeletonText }: InspectRequest): Finding[] {
  let source: ts.SourceFile;
  try {
    source = parseSource(file, text);
  } catch (error) {
    if (error instanceof RangeError) return [findings.nestedTooDeeply({ file, line: 1 })];
    throw error;
  }
  const syntaxError = firstSyntaxError(source);
  if (syntaxError) return [findings.doesNotParse({ file, line: syntaxError.line }, syntaxError.text)];

  const skeleton = parseSource(file, skeletonText);
  const found: Finding[] = [];
  const known = new Set(findImports(skeleton).map(({ specifier }) => specifier));
  for (const { specifier, line, isTypeOnly } of findImports(source)) {
    const refusal = isTypeOnly ? undefined : refuseImport(file, specifier, { skeleton: known, files });
    if (refusal) found.push(findings.forbiddenImport({ file, line }, refusal));
  }
  for (const { line, what, isCertain } of findEscapes(source, skeletonText)) {
    const remark = isCertain ? findings.escape : findings.possibleEscape;
    found.push(remark({ file, line }, what));
  }
  found.push(...compareExports(source, skeleton));
  for (const { line, text: code } of leftOverPrints(source, skeletonText)) {
    found.push(findings.print({ file, line }, code));
  }
  return found;
}
