/** A course whose submissions find their sandboxes and parsers ready. */
import type { Course } from '../course.ts';
import { keepParsersReady } from '../parser/pool.ts';
import { dependencyNames } from '../plan.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { processesOf } from '../stages/index.ts';
import { type SandboxKind, SandboxPool } from './pool.ts';

export interface PooledCourse {
  /** The same course; what is graded with it takes from the pool. */
  readonly course: Course;
  readonly pool: SandboxPool;
  /** Starts, in the background, what submissions have taken: to be called between two of them. */
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

/** What one submission takes if all of it is right, in about the order in which it does. */
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
