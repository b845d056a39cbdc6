/** Runs TypeScript's checker beside the checks: it takes seconds to read the types of the libraries. */
import { type ChildProcess, fork } from 'node:child_process';
import { on } from 'node:events';
import { relative } from 'node:path';
import { chalk } from '#lib/color.ts';
import { projectRoot } from '#lib/root.ts';

/** How long results wait for it. */
const PATIENCE_MS = 60_000;

const NO_ANSWER = 'It has not answered yet. Run `npm run typecheck`.';

interface Question {
  readonly number: number;
  readonly module: string;
}

interface Answer {
  readonly number: number;
  /** Sentences. */
  readonly errors: readonly string[];
}

/** In the process of its own: answers one question after the other. */
export async function serveTypes(folder: string): Promise<void> {
  const questions = on(process, 'message', { close: ['disconnect'] });
  const { TypeChecker } = await import('./types.ts');
  const checker = new TypeChecker(folder);
  for await (const [question] of questions) {
    const { number, module } = question as Question;
    process.send!({ number, errors: checker.errorsIn(module) } satisfies Answer);
  }
}

export class TypesProcess {
  private child: ChildProcess | undefined;
  private readonly isPossible: boolean;
  private questions = 0;
  /** File → sentences on its errors; undefined if the process ended first. */
  private readonly answers = new Map<string, Promise<readonly string[] | undefined>>();

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

  /** A new run: files may have changed. */
  renew(): void {
    this.answers.clear();
  }

  /** Reads the types of the libraries while nobody waits for it. */
  warmUp(module: string): void {
    if (!this.child) this.begin(module);
  }

  /** Asks about a file, once a run: {@link describe} has the answer. */
  begin(module: string): void {
    if (!this.isPossible || this.answers.has(module)) return;
    const child = this.child ?? this.start();
    const number = ++this.questions;
    const answer = new Promise<readonly string[] | undefined>((resolve) => {
      child.once('exit', () => resolve(undefined));
      child.on('message', (said: Answer) => {
        if (said.number === number) resolve(said.errors);
      });
    });
    this.answers.set(module, answer);
    child.send({ number, module } satisfies Question);
  }

  /** @returns a block for the terminal on these files; '' if there is nothing to say */
  async describe(modules: readonly string[]): Promise<string> {
    if (!this.isPossible || modules.length === 0) return '';
    for (const module of modules) this.begin(module);
    const answered = Promise.all(modules.map((module) => this.answers.get(module)));
    const found = await Promise.race([answered, this.patience()]);
    const lines = found?.every((errors) => errors !== undefined) ? found.flat() : [NO_ANSWER];
    if (lines.length === 0) return '';
    const head = chalk.bold("What TypeScript's checker says of files whose checks fail:");
    return `${[head, ...lines.map((line) => chalk.red(`✗ ${line}`))].join('\n')}\n\n`;
  }

  stop(): void {
    this.child?.kill('SIGKILL');
  }

  private start(): ChildProcess {
    const child = fork(process.argv[1]!, [...this.args, '--types']);
    child.setMaxListeners(0); // two for each question
    child.once('exit', () => {
      this.child = undefined;
    });
    this.child = child;
    return child;
  }

  private patience(): Promise<undefined> {
    return new Promise((resolve) => {
      setTimeout(() => resolve(undefined), PATIENCE_MS).unref();
    });
  }
}
