/** Breaks down the processor time of contained processes. */
import type { Course } from '../../grader/course.ts';
import type { Sandbox } from '../../grader/sandbox/sandbox.ts';

export const PHASES = ['start', 'load', 'feedback', 'graded', 'stage 2'] as const;
export type Phases = Record<(typeof PHASES)[number], number>;

/** Grading with it records what its sandboxes use, in milliseconds of processor time; `start` is their startup. */
export function measured(course: Course): { readonly course: Course; readonly phases: Phases } {
  const phases: Phases = { start: 0, load: 0, feedback: 0, graded: 0, 'stage 2': 0 };
  const fixtureInputs = new Set([...course.fixtures.of.values()].map(({ inputs }) => inputs));
  const watched = (sandbox: Sandbox): Sandbox => {
    const { load, run } = sandbox;
    const timed = async <T>(phase: keyof Phases, work: () => Promise<T>): Promise<T> => {
      const before = sandbox.usedCpuMs();
      const result = await work();
      phases[phase] += sandbox.usedCpuMs() - before;
      return result;
    };
    phases.start += sandbox.usedCpuMs();
    // Only stage 1 has a separate allowance.
    sandbox.load = (module, code, allowance) =>
      timed(allowance?.loadCpuMs ? 'load' : 'stage 2', () => load.call(sandbox, module, code, allowance));
    sandbox.run = (task, allowance) => {
      const kind = fixtureInputs.has(task.inputs) ? 'feedback' : 'graded';
      return timed(allowance?.checkCpuMs ? kind : 'stage 2', () => run.call(sandbox, task, allowance));
    };
    return sandbox;
  };
  const startSandbox: Course['startSandbox'] = async (options) => watched(await course.startSandbox(options));
  return { course: { ...course, startSandbox }, phases };
}
