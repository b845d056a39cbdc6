import { describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { checks } from '../../../assignment/checks/index.ts';
import { planModules } from '../../../grader/plan.ts';

const options = {
  assignment,
  checks,
  secret: 'the secret of this test',
  submissionHash: 'a'.repeat(64),
  facts: { numClasses: 1000 },
  feedbackInputs: ({ visibility }: { visibility: string }) => (visibility === 'hidden' ? undefined : {}),
};

describe('planModules', () => {
  it('runs every check once for points, and once before for feedback where it is not hidden', () => {
    const plans = planModules(options);
    const runs = plans.flatMap(({ runs }) => runs);
    const ids = (kind: string) => runs.filter(({ run }) => run === kind).map(({ check }) => check.id);
    expect(ids('graded').sort()).toEqual(checks.map(({ id }) => id).sort());
    expect(ids('feedback').sort()).toEqual(
      checks
        .filter(({ visibility }) => visibility !== 'hidden')
        .map(({ id }) => id)
        .sort(),
    );
    for (const { module, runs } of plans) {
      expect(runs.every(({ check }) => check.subject.module === module)).toBe(true);
      const firstGraded = runs.findIndex(({ run }) => run === 'graded');
      expect(runs.slice(firstGraded).every(({ run }) => run === 'graded')).toBe(true);
    }
  });

  it('gives reference dependencies to the graded runs of what builds on others, and to no other run', () => {
    for (const { check, run, task } of planModules(options).flatMap(({ runs }) => runs)) {
      const given = task.dependencies.filter((name) => name !== 'hiddenChecks');
      expect(given.length > 0).toBe(run === 'graded' && (check.subject.builtOn ?? []).length > 0);
    }
  });

  it('gives hidden checks to their own graded runs, and to no run that is shown', () => {
    for (const { check, run, task } of planModules(options).flatMap(({ runs }) => runs)) {
      const isHidden = run === 'graded' && check.visibility === 'hidden';
      expect(task.dependencies.includes('hiddenChecks')).toBe(isHidden);
    }
  });

  it('draws the same inputs for the same work and secret, other ones for any other', () => {
    const content = checks.filter(({ subject }) => subject.name === 'ContentLoss.forward');
    const inputs = (change: Partial<typeof options> = {}) => planModules({ ...options, checks: content, ...change });
    expect(inputs()).toEqual(inputs());
    const graded = (plans: ReturnType<typeof inputs>) =>
      plans.flatMap(({ runs }) => runs).find(({ check, run }) => run === 'graded' && check.id === 'contentLoss.value')
        ?.task.inputs;
    const original = graded(inputs());
    expect(graded(inputs({ submissionHash: 'b'.repeat(64) }))).not.toEqual(original);
    expect(graded(inputs({ secret: 'another secret of this test' }))).not.toEqual(original);
  });

  it('draws unrelated inputs for two checks of one kind', () => {
    const plan = planModules(options).find(({ module }) => module === 'style_modules/tv_loss.ts');
    const weights = plan?.runs.filter(({ run }) => run === 'graded').map(({ task }) => task.inputs.tvWeight);
    expect(new Set(weights).size).toBe(weights?.length);
  });
});
