/** Runs TypeScript's checker beside the checks: it takes seconds to read the types of the libraries. */
import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { relative } from 'node:path';
import { chalk } from '#lib/color.ts';
import { projectRoot } from '#lib/root.ts';

/** How long results wait for it. */
const PATIENCE_MS = 60_000;

const NO_ANSWER = 'It has not answered yet. Run `npm run typecheck`.';

/** File → sentences on its errors. */
type Errors = Readonly<Record<string, readonly string[]>>;

/** In the process of its own: answers each list of files. */
export async function serveTypes(folder: string): Promise<void> {
  const requests = on(process, 'message', { close: ['disconnect'] });
  const { TypeChecker } = await import('./types.ts');
  const checker = new TypeChecker(folder);
  for await (const [modules] of requests) {
    const errors: Errors = Object.fromEntries(
      (modules as string[]).map((module) => [module, checker.errorsIn(module)]),
    );
    process.send!(errors);
  }
}

export class TypesProcess {
  private child: ChildProcess | undefined;
  private readonly isPossible: boolean;
  private answered: Promise<Errors | undefined> = Promise.resolve({});

  /**
   * @param args the command line, without the script
   * @param folder the student's files; outside the project their imports lead nowhere, and nothing is checked
   */
  constructor(
    private readonly args: readonly string[],
    folder: string,
  ) {
    this.isPossible = !relative(projectRoot, folder).startsWith('..');
  }

  /** Starts with these files; {@link describe} has the answer. */
  begin(modules: readonly string[]): void {
    if (!this.isPossible) return;
    this.child ??= fork(process.argv[1]!, [...this.args, '--types']);
    const { child } = this;
    this.answered = this.answered.then(async () => {
      child.send(modules);
      const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
      return typeof first === 'object' && first !== null ? (first as Errors) : undefined;
    });
  }

  /** @returns a block for the terminal on those of these files that the last {@link begin} named; '' if there is nothing to say */
  async describe(modules: readonly string[]): Promise<string> {
    if (!this.child || modules.length === 0) return '';
    const errors = await Promise.race([this.answered, this.patience()]);
    const lines = errors ? modules.flatMap((module) => errors[module] ?? []) : [NO_ANSWER];
    if (lines.length === 0) return '';
    const head = chalk.bold("What TypeScript's checker says of files whose checks fail:");
    return `${[head, ...lines.map((line) => chalk.red(`✗ ${line}`))].join('\n')}\n\n`;
  }

  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private patience(): Promise<undefined> {
    return new Promise((resolve) => {
      setTimeout(() => resolve(undefined), PATIENCE_MS).unref();
    });
  }
}
