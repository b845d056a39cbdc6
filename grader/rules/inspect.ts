/** All rules on one file's text. Runs in the parser process (grader/bundle/parser_process.ts). */
import type ts from 'typescript';
import { leftOverPrints } from '../../lib/submission/prints.ts';
import { firstSyntaxError, parseSource } from '../../lib/submission/source.ts';
import { nestedTooDeeply } from '../bundle/source.ts';
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
  /** Those that are left when the types are stripped; none of a file that does not parse. */
  readonly imports: readonly Import[];
  readonly skeletonImports: readonly Import[];
}

export function inspect(request: InspectRequest): Inspected {
  const imports: Import[] = [];
  const findings = findAll(request, imports);
  const skeletonImports = findImports(parseSource(request.file, request.skeletonText)).filter((one) => !one.isTypeOnly);
  return { findings, imports, skeletonImports };
}

function findAll({ file, files, text, skeletonText }: InspectRequest, imports: Import[]): Finding[] {
  const say = (severity: Finding['severity'], code: string, line: number, message: string): Finding => ({
    severity,
    code,
    file,
    line,
    message,
  });
  let source: ts.SourceFile;
  try {
    source = parseSource(file, text);
  } catch (error) {
    if (error instanceof RangeError) return [say('file', 'rules.parse', 1, nestedTooDeeply)];
    throw error;
  }
  const syntaxError = firstSyntaxError(source);
  if (syntaxError) {
    return [say('file', 'rules.parse', syntaxError.line, `${file} does not parse: ${syntaxError.text}`)];
  }

  const skeleton = parseSource(file, skeletonText);
  const findings: Finding[] = [];
  const known = new Set(findImports(skeleton).map(({ specifier }) => specifier));
  imports.push(...findImports(source).filter((one) => !one.isTypeOnly));
  for (const { specifier, line } of imports) {
    const refusal = refuseImport(file, specifier, { skeleton: known, files });
    if (refusal) findings.push(say('file', 'rules.import', line, `${file} ${refusal}`));
  }
  for (const { line, what, isCertain } of findEscapes(source, skeletonText)) {
    const message = `${file} uses ${what}, which a solution never needs.`;
    findings.push(
      say(isCertain ? 'file' : 'warning', 'rules.escape', line, isCertain ? `${message} Take it out.` : message),
    );
  }
  for (const remark of compareExports(source, skeleton))
    findings.push(say('warning', remark.code, remark.line, remark.text));
  for (const print of leftOverPrints(source, skeletonText)) {
    findings.push(say('warning', 'rules.print', print.line, `A left-over print: ${print.text}. Take it out.`));
  }
  return findings;
}
