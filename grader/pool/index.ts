/** A course with sandboxes and parser processes started ahead. */
import type { Course } from '../course.ts';
import { keepParsersReady } from '../parser/pool.ts';
import { dependencyNames } from '../plan.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { processesOf } from '../stages/index.ts';
import { type SandboxKind, SandboxPool } from './pool.ts';

export interface PooledCourse {
  /** The same course, with sandboxes from the pool. */
  readonly course: Course;
  readonly pool: SandboxPool;
  /** Replaces, in the background, what submissions have taken; call between submissions. */
  refill(): void;
}

/**
 * Starts filling at once. Each waiting sandbox holds about 100 MiB.
 *
 * @param submissions how many are graded at a time
 */
export function withPool(course: Course, submissions = 1): PooledCourse {
  const { runtime, sandboxModel: model, limits } = course;
  const pool = new SandboxPool({
    start: (dependencies, warm) => startSandbox({ runtime, model, limits, dependencies, warm }),
    stock: Array.from({ length: submissions }, () => sandboxesOf(course)).flat(),
  });
  const refill = () => {
    keepParsersReady(submissions);
    pool.refill();
  };
  refill();
  return { course: { ...course, startSandbox: pool.take }, pool, refill };
}

/** What one fully correct submission takes, roughly in that order. */
export function sandboxesOf({
  assignment,
  checks,
  together,
}: Pick<Course, 'assignment' | 'checks' | 'together'>): SandboxKind[] {
  const modules = [...new Set(checks.map(({ subject }) => subject.module))];
  if (together) return processesOf(modules, assignment).map(() => []);
  return modules.flatMap((module) => {
    const kinds = new Map<string, SandboxKind>([['', []]]);
    for (const check of checks.filter(({ subject }) => subject.module === module)) {
      const kind = dependencyNames(assignment, check);
      kinds.set(kind.join(), kind);
    }
    return [...kinds.values()];
  });
}
