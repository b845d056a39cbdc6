/** The command line of `npm run check`, and of `npm test` in the handout. */
import { InvalidArgumentError, Option } from 'commander';
import { commandLine, positiveNumber } from '#lib/command.ts';
import type { EngineChoice } from '#lib/engine/names.ts';
import { engineOption } from '#lib/engine/option.ts';
import { LAST_STEP } from './guidance.ts';

export interface CheckOptions {
  readonly target: string;
  /** Seconds. */
  readonly limit: number;
  readonly weights?: string;
  readonly engine?: EngineChoice;
  readonly watch?: boolean;
  /** How many steps of help with what is not right yet. */
  readonly hint?: number;
  readonly open?: boolean;
  /** This is the process that runs the student's code; another one started it and watches over it. */
  readonly worker?: boolean;
  /** This is the process that runs TypeScript's checker. */
  readonly types?: boolean;
  /** What another worker has said already: the engine. */
  readonly quiet?: boolean;
}

export interface CommandDefaults {
  /** The name it goes by in `--help`. */
  readonly name: string;
  readonly defaultTarget: string;
  /** Whether the reference is at hand, so that other weights than the fixtures' can be checked. */
  readonly hasReference: boolean;
}

export function readCheckOptions({ name, defaultTarget, hasReference }: CommandDefaults): {
  options: CheckOptions;
  /** What the names of functions or checks must contain. */
  wanted: string | undefined;
} {
  const program = commandLine(name)
    .description('Runs the checks and prints, for each function, its maximum relative error and its points.')
    .argument('[name]', 'only functions or checks whose name contains this, e.g. gram')
    .option('--target <target>', 'reference, skeleton, or a folder with the files', defaultTarget)
    .addOption(engineOption())
    .option('--watch', 'run the functions of a file again whenever it is saved; Ctrl-C ends')
    .option('--open', 'open the page with the results in the browser; under --watch it follows each run')
    .option('--hint [step]', 'help with the named functions, in three steps: 1, 2 or 3', hintStep)
    .option('--limit <seconds>', 'how long one check may take; one that takes longer is ended', positiveNumber, 20)
    .addOption(new Option('--worker').hideHelp())
    .addOption(new Option('--types').hideHelp())
    .addOption(new Option('--quiet').hideHelp());
  if (hasReference) program.option('--weights <file>', 'another network: expected values then come from the reference');
  program.parse();
  const { hint, ...options } = program.opts<Omit<CheckOptions, 'hint'> & { readonly hint?: number | true }>();
  const [wanted] = program.args;
  if (hint !== undefined && wanted === undefined) program.error(`Hints on which function? E.g. ${name} gram --hint`);
  return { options: { ...options, ...(hint !== undefined && { hint: Number(hint) }) }, wanted };
}

function hintStep(text: string): number {
  const step = Number(text);
  if (Number.isInteger(step) && step >= 1 && step <= LAST_STEP) return step;
  throw new InvalidArgumentError(`Expected 1 to ${LAST_STEP}. The name of the function comes first: gram --hint`);
}
