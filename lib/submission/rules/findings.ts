/** What is wrong with the text of a file, as students read it: from the grader, from `npm test` and from `npm run collect`. */
import { fileFinding } from '../finding.ts';

export const nestedTooDeeply = 'The code is nested too deeply to parse. Simplify the deeply nested expression.';

/** What a file's text contains. */
export const rules = {
  doesNotParse: fileFinding('file', 'rules.parse', (file, error: string) => `${file} does not parse: ${error}`),
  nestedTooDeeply: fileFinding('file', 'rules.parse', () => nestedTooDeeply),
  notReadInTime: fileFinding('file', 'rules.limit', notReadInTime),
  forbiddenImport: fileFinding('file', 'rules.import', (file, refusal: string) => `${file} ${refusal}`),
  unusedImport: fileFinding(
    'warning',
    'rules.import',
    (file, refusal: string) => `${file} ${refusal} Nothing uses it, so it costs nothing: remove the line.`,
  ),
  throughOwnFile: fileFinding(
    'file',
    'rules.import',
    (file, specifier: string, reason: string) => `${file} imports "${specifier}", so it is not run: ${reason}`,
  ),
  libraryNames: fileFinding(
    'file',
    'rules.names',
    (file, names: readonly string[], module: string, how: string) =>
      `${file} takes ${names.join(', ')} from ${module}${how}. Write those functions yourself: you may use what the skeleton's file imports.`,
  ),
  escape: fileFinding(
    'file',
    'rules.escape',
    (file, what: string) => `${file} uses ${what}, which a solution never needs. Remove it.`,
  ),
  possibleEscape: fileFinding(
    'warning',
    'rules.escape',
    (file, what: string) => `${file} uses ${what}, which a solution never needs.`,
  ),
  missingExport: fileFinding(
    'warning',
    'rules.export',
    (_file, what: string) => `${what} is missing. The checks that call it score 0; keep the skeleton's names.`,
  ),
  otherParameters: fileFinding(
    'warning',
    'rules.signature',
    (_file, what: string, count: number, expected: readonly string[]) =>
      `${what} has ${count} parameters, the skeleton's has ${expected.length} (${expected.join(', ')}).`,
  ),
  print: fileFinding('warning', 'rules.print', (_file, code: string) => `A left-over print: ${code}. Remove it.`),
};

export type RuleFinding = ReturnType<(typeof rules)[keyof typeof rules]>;

export function notReadInTime(file: string): string {
  return `${file} could not be read within the time and memory limits. Simplify it.`;
}

/** What the server gives no points for: the file is not run, or what it calls is not there. */
export const isCostly = ({ severity, code }: RuleFinding): boolean => severity === 'file' || code === 'rules.export';

/** `style_utils.ts:3: imports "node:fs", ...` */
export function lineOfFinding({ file, line = 1, message }: RuleFinding): string {
  const text = message.startsWith(`${file} `) ? message.slice(file.length + 1) : message;
  return `${file}:${line}: ${text}`;
}
