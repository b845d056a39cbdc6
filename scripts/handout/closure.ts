/** Which files of the project the handout needs: its own files and their transitive imports. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { handout } from '../../assignment/handout.ts';

/** Replaces the hidden checks, which only the grader has. */
const hiddenIndex = 'assignment/checks/hidden/index.ts';
const hiddenIndexText = `/** The autograder has further checks: the same functions, other inputs. */
import type { Check } from '../../../harness/check.ts';

export const hiddenChecks: readonly Check[] = [];
`;

/** What a student must never get; of the scripts only those that download weights, fill the report and hand in are included. */
const forbidden =
  /^(reference|grader|server|scripts(?!\/(weights|report\.ts|signin\.ts|submit\.ts))|fixtures|tests|assignment\/(checks\/hidden|reference_dependencies|misconceptions|accepted|sums)\/?)\b/;

const starts = [
  ...handout.submission.files.map((file) => `skeleton/${file}`),
  'collect_submission.ts',
  'assignment/handout.ts',
  'harness/runner/command.ts',
  'harness/runner/doctor.ts',
  'scripts/report.ts',
  'scripts/signin.ts',
  'scripts/submit.ts',
  'scripts/weights.ts',
  'wrap_up/main.ts',
  // What the handout's own scripts (handout/scripts/) import beyond these.
  'lib/report/check_file.ts',
  'lib/report/course_pictures.ts',
  'lib/report/text.ts',
];

export interface Closure {
  readonly program: ts.Program;
  /** Path in the project → text, sorted: skeleton, lib and tests. */
  readonly sources: ReadonlyMap<string, string>;
}

/** @throws Error if something that students must not get would be included */
export function findClosure(projectRoot: string): Closure {
  const configPath = join(projectRoot, 'tsconfig.json');
  const { compilerOptions } = ts.readConfigFile(configPath, (path) => readFileSync(path, 'utf8')).config;
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
    projectRoot,
  );
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, ts.createCompilerHost(options)));
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile;
  host.getSourceFile = (path, target, ...rest) =>
    relative(projectRoot, path).replaceAll('\\', '/') === hiddenIndex
      ? ts.createSourceFile(path, hiddenIndexText, target, true)
      : readSource(path, target, ...rest);
  const program = ts.createProgram(
    starts.map((file) => join(projectRoot, file)),
    options,
    host,
  );
  const sources = program
    .getSourceFiles()
    .map(({ fileName, text }): [string, string] => [relative(projectRoot, fileName).replaceAll('\\', '/'), text])
    .filter(([path]) => !path.startsWith('..') && !path.includes('node_modules/'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const trespassing = sources.map(([path]) => path).filter((path) => forbidden.test(path) && path !== hiddenIndex);
  if (trespassing.length > 0)
    throw new Error(`The handout would contain ${trespassing.join(', ')}: a file for students imports it.`);
  return { program, sources: new Map(sources) };
}
