/** `npm run watch` in a handout: what it prints, run by run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { plainEnv } from './handout.ts';

export class Watcher {
  private readonly child: ChildProcess;
  private shown = '';
  private onData = () => {};

  constructor(folder: string, ...args: string[]) {
    this.child = spawn(process.execPath, ['--import', 'tsx', 'scripts/test.ts', '--watch', ...args], {
      cwd: folder,
      env: plainEnv,
    });
    this.child.stdout!.on('data', (chunk) => {
      this.shown += chunk;
      this.onData();
    });
  }

  /** What was printed until a text came; what comes later starts after it. */
  until(text: string): Promise<string> {
    return new Promise((resolve) => {
      this.onData = () => {
        const at = this.shown.indexOf(text);
        if (at < 0) return;
        const before = this.shown.slice(0, at);
        this.shown = this.shown.slice(at + text.length);
        this.onData = () => {};
        resolve(before);
      };
      this.onData();
    });
  }

  /** Until the next run is over. */
  run(): Promise<string> {
    return this.until('Waiting');
  }

  /** @returns its exit code */
  async end(signal: 'SIGINT' | 'SIGTERM'): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    return ended;
  }
}
