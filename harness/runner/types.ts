/** What TypeScript's checker says of files whose checks fail: most slips of a newcomer to the language are errors to it. */
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#lib/root.ts';
import { translate } from '../pytorch_names.ts';

/** Sentences on each file. */
const MOST = 3;

/** What the checker says of these means little to somebody who comes from Python. */
const ARITHMETIC = new Set([2362, 2363]);
const ON_TENSORS = /^Operator '.+' cannot be applied to types .*(?:Tensor|Rank|Scalar)/;
const SIGNS =
  'signs such as `+`, `-`, `*` and `**` are for numbers. With tensors write `a.add(b)`, `a.sub(b)`, `a.mul(b)`, `a.div(b)`, `a.square()`.';

const BRACKETS = 7053;
const NO_INDEX =
  'brackets do not index a tensor: use `gather`, `slice` or `tf.oneHot`; `dataSync()[i]` reads a number.';
const NO_OVERLAP = 2367;
const READ_FIRST = 'A tensor never equals a number: compare `x.dataSync()[0]`.';

/** Keeps what it has read of libraries from one run to the next. */
export class TypeChecker {
  private readonly service: ts.LanguageService;
  private readonly files = new Set<string>();
  private readonly options: ts.CompilerOptions;

  /** @param folder the student's files, in the project: elsewhere their imports lead nowhere */
  constructor(private readonly folder: string) {
    const config = join(projectRoot, 'tsconfig.json');
    const { config: read } = ts.readConfigFile(config, ts.sys.readFile);
    this.options = ts.parseJsonConfigFileContent({ ...read, include: [], files: [] }, ts.sys, projectRoot).options;
    const { files, options } = this;
    const host: ts.LanguageServiceHost = {
      ...ts.sys,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getScriptFileNames: () => [...files],
      getScriptVersion: (file) => String(ts.sys.getModifiedTime?.(file)?.getTime() ?? 0),
      getScriptSnapshot: (file) => {
        const text = ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCompilationSettings: () => options,
      getCurrentDirectory: () => projectRoot,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
    };
    this.service = ts.createLanguageService(host);
  }

  /** @returns sentences on a file's errors, each with its place; of many, the first */
  errorsIn(module: string): string[] {
    const file = join(this.folder, module);
    this.files.add(file);
    const found = [...this.service.getSyntacticDiagnostics(file), ...this.service.getSemanticDiagnostics(file)].filter(
      ({ category }) => category === ts.DiagnosticCategory.Error,
    );
    const sentences = [...new Set(found.map((diagnostic) => sentence(diagnostic, module)))];
    const rest = sentences.length - MOST;
    if (rest <= 0) return sentences;
    return [...sentences.slice(0, MOST), `${module}: ${rest} more; \`npm run typecheck\` shows them.`];
  }
}

function sentence({ code, file, start = 0, messageText }: ts.Diagnostic, module: string): string {
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 1;
  const message = typeof messageText === 'string' ? messageText : messageText.messageText;
  return `${module}, line ${line}: ${inTheirWords(code, message)}`;
}

function inTheirWords(code: number, message: string): string {
  if (ON_TENSORS.test(message) || ARITHMETIC.has(code)) return SIGNS;
  if (code === BRACKETS && /Tensor|Scalar/.test(message)) return NO_INDEX;
  const help = code === NO_OVERLAP && /Tensor|Scalar/.test(message) ? READ_FIRST : translate(message);
  return help ? `${message.replace(/\.?$/, '.')} ${help}` : message;
}
