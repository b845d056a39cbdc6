import { describe, expect, it } from 'vitest';
import { subjects } from '../../assignment/checks/subjects.ts';
import { handout } from '../../assignment/handout.ts';
import { renderGuidance } from '../../harness/runner/guidance.ts';
import { bySubject, type CheckResult } from '../../harness/runner/session.ts';

const check = handout.checks.find(({ subject }) => subject === subjects.gramMatrix)!;
const outcome = { kind: 'answered', answers: {} } as const;
const wrong: CheckResult = {
  check,
  outcome,
  points: 0,
  verdict: { passed: false, reason: 'wrong value', detail: '' },
};
const right: CheckResult = { check, outcome, points: 1, verdict: { passed: true, maxRelativeError: 0 } };

describe('guidance', () => {
  it('exists for every graded function, in three steps that differ', () => {
    for (const subject of Object.values(subjects)) {
      const { property, method, formula } = handout.guidanceOn!(subject) ?? {};
      expect(new Set([property, method, formula]), subject.name).toHaveLength(3);
    }
  });

  it('tells one step more each time, and what to type for the next', () => {
    const [first, second, third] = [1, 2, 3].map((step) => renderGuidance(bySubject([wrong]), handout, step));
    expect(first).toContain('It equals its transpose');
    expect(first).toContain('`--hint 2`');
    expect(first).not.toContain('multiply it by itself');
    expect(second).toContain('multiply it by itself');
    expect(third).toContain('F[n]ᵀ F[n]');
    expect(third).not.toContain('For more');
  });

  it('tells nothing about a function that is right', () => {
    expect(renderGuidance(bySubject([right]), handout, 3)).toContain('there is nothing to hint at');
  });

  it('says so where nothing is written', () => {
    expect(renderGuidance(bySubject([wrong]), {}, 1)).toContain('no hints in steps are written');
  });
});
