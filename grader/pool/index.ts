/** A course whose submissions find their sandboxes ready. */
import { availableParallelism } from 'node:os';
import type { Course } from '../course.ts';
import { keepParsersReady } from '../parser/pool.ts';
import { dependencyNames } from '../plan.ts';
import { startSandbox } from '../sandbox/index.ts';
import { type SandboxKind, SandboxPool } from './pool.ts';

export { SandboxPool } from './pool.ts';

export interface PooledCourse {
  /** The same course; what is graded with it takes from the pool. */
  readonly course: Course;
  readonly pool: SandboxPool;
}

/**
 * Starts filling at once. Each waiting sandbox holds about 100 MiB.
 *
 * @param size how many wait at most; by default as many as a whole submission takes
 */
export function withPool(course: Course, size = Number.POSITIVE_INFINITY): PooledCourse {
  const { runtime, sandboxModel: model, limits } = course;
  const pool = new SandboxPool({
    start: (dependencies) => startSandbox({ runtime, model, limits, dependencies, warm: true }),
    stock: sandboxesOf(course).slice(0, size),
  });
  pool.refill();
  keepParsersReady(availableParallelism());
  return { course: { ...course, startSandbox: pool.take }, pool };
}

/** What one submission takes, in about the order in which it does: for each file one, and one for each set of dependencies. */
export function sandboxesOf({ assignment, checks }: Pick<Course, 'assignment' | 'checks'>): SandboxKind[] {
  const modules = [...new Set(checks.map(({ subject }) => subject.module))];
  return modules.flatMap((module) => {
    const kinds = new Map<string, SandboxKind>([['', []]]);
    for (const check of checks.filter(({ subject }) => subject.module === module)) {
      const kind = dependencyNames(assignment, check);
      kinds.set(kind.join(), kind);
    }
    return [...kinds.values()];
  });
}
