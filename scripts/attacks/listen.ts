/** Records everything that sandboxes output, shown or not: a submission's code may have written it. */
import type { Course } from '../../grader/course.ts';
import type { Sandbox } from '../../grader/sandbox/sandbox.ts';

export interface Listening {
  readonly course: Course;
  /** Messages and prints, concatenated. */
  heard(): string;
}

export function listenTo(course: Course): Listening {
  const said: string[] = [];
  const hear = <T extends { readonly kind: string }>(outcome: T): T => {
    if ('message' in outcome) said.push(String(outcome.message));
    return outcome;
  };
  const listened = (sandbox: Sandbox): Sandbox => {
    const { load, run, close } = sandbox;
    sandbox.load = async (...request) => hear(await load.apply(sandbox, request));
    sandbox.run = async (...request) => hear(await run.apply(sandbox, request));
    sandbox.close = async () => {
      await close.call(sandbox);
      said.push(sandbox.output);
    };
    return sandbox;
  };
  const startSandbox: Course['startSandbox'] = async (options) => listened(await course.startSandbox(options));
  return { course: { ...course, startSandbox }, heard: () => said.join('\n') };
}
