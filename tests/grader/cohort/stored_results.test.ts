/** What is made of stored results: whether they still hold, and what has changed. */
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../../grader/cohort/changes.ts';
import { isCurrent } from '../../../grader/cohort/current.ts';
import { readHistory } from '../../../grader/cohort/history.ts';
import { nothingKnown } from '../../../grader/cohort/metadata.ts';
import { applyRules, defaultPolicy, withPolicy } from '../../../grader/cohort/policy.ts';
import { openRegrade } from '../../../grader/cohort/regrade.ts';
import {
  lastAttempt,
  prepareOut,
  readPreviousResults,
  readResults,
  storeGrading,
} from '../../../grader/cohort/store.ts';
import { writeReports } from '../../../grader/report/index.ts';
import { toResults } from '../../../grader/report/results_json.ts';
import { ownerId } from '../../../grader/sandbox/owner.ts';
import type { IntakeResult } from '../../../grader/types.ts';
import { withFolder } from '../../../scripts/support/folders.ts';
import { check, failed, failedSample, gradedSample, passed, refusedSample } from '../../support/sample_gradings.ts';

const grading = gradedSample();
const { submission, ...receipt } = grading.receipt!;
const received: IntakeResult = {
  ok: true,
  submission: { name: 'x', files: new Map(), hash: submission },
  findings: [],
};
const late = applyRules(defaultPolicy, {
  ...nothingKnown,
  submitted: '2025-05-04T00:00:00Z',
  due: '2025-05-01T00:00:00Z',
});

describe('isCurrent', () => {
  const results = toResults(grading);
  const limits = grading.limits!;
  const checks = grading.checks.filter(({ run }) => run === 'graded').map(({ check }) => check);
  const now = { received, receipt, policy: undefined, limits, checks };

  it('holds while nothing changes, whatever Node is called now', () => {
    expect(isCurrent(results, { ...now, receipt: { ...receipt, node: 'v99.0.0' } })).toBe(true);
  });

  it.each(['fixtures', 'model', 'harness'])('ends with another %s', (part) => {
    expect(isCurrent(results, { ...now, receipt: { ...receipt, [part]: '0'.repeat(64) } })).toBe(false);
  });

  it('ends with other limits', () => {
    expect(isCurrent(results, { ...now, limits: { ...limits, checkCpuMs: 1 } })).toBe(false);
  });

  it('ends with other points', () => {
    const [first, ...rest] = checks;
    expect(isCurrent(results, { ...now, checks: [{ ...first!, points: 7 }, ...rest] })).toBe(false);
  });

  it('ends with other work, and with other rules', () => {
    const other = { ...received, submission: { ...received.submission, hash: '0'.repeat(64) } };
    expect(isCurrent(results, { ...now, received: other })).toBe(false);
    expect(isCurrent(results, { ...now, policy: late })).toBe(false);
    expect(isCurrent(toResults(withPolicy(grading, late)), { ...now, policy: late })).toBe(true);
  });

  it("does not hold where it was the grader's fault", () => {
    expect(isCurrent(toResults(failedSample), now)).toBe(false);
  });

  it('holds for what cannot be read, for the same reason', () => {
    const unreadable: IntakeResult = { ok: false, findings: refusedSample.findings };
    const worth = { ...now, received: unreadable, checks: [{ id: 'all', points: refusedSample.maxScore }] };
    expect(isCurrent(toResults(refusedSample), worth)).toBe(true);
    expect(isCurrent(toResults(refusedSample), now)).toBe(false);
    expect(isCurrent(results, { ...now, received: unreadable })).toBe(false);
  });
});

describe('compareResults', () => {
  const before = toResults(grading);

  it('finds nothing in two runs of the same', () => {
    expect(compareResults(before, toResults({ ...grading, durationMs: 1 }))).toBeUndefined();
  });

  it('says which check changed, and what else is not as it was', () => {
    const gram = check('gramMatrix.value');
    const others = grading.checks.filter(({ check }) => check !== gram);
    const fixed = {
      ...grading,
      checks: [...others, ...passed(gram)],
      score: 2 + gram.points,
      receipt: { ...grading.receipt!, harness: '0'.repeat(64) },
    };
    expect(compareResults(before, toResults(fixed))).toEqual({
      before: 2,
      after: 2 + gram.points,
      causes: ['harness'],
      checks: expect.arrayContaining([
        { check: 'gramMatrix.value', before: '0 (wrong value)', after: `${gram.points} (passed)` },
      ]),
    });
  });

  it('shows a penalty as what it is', () => {
    const policy = { ...late!, latePenaltyPercent: 50 };
    expect(compareResults(before, toResults(withPolicy(grading, policy)))).toMatchObject({
      before: 2,
      after: 1,
      causes: ['policy'],
      checks: [],
    });
  });

  it('says of work that could not be read that its reading changed, and blames nothing else', () => {
    expect(compareResults(before, toResults(refusedSample))).toMatchObject({
      before: 2,
      after: 0,
      causes: ['submission, or the way it is read', 'limits', 'containment'],
    });
  });
});

describe('storeGrading', () => {
  it('keeps what was there before', () =>
    withFolder(async (out) => {
      await storeGrading(out, 'ada', grading);
      expect((await readdir(out)).sort()).toEqual(['ada', 'staff']);
      await storeGrading(out, 'ada', { ...grading, checks: [...failed(check('contentLoss.value'), '')], score: 0 });
      expect((await readPreviousResults(join(out, 'ada')))?.score).toBe(2);
      expect((await readResults(join(out, 'ada')))?.score).toBe(0);
    }));

  it('replaces a result only by a result, and keeps all with the reason', () =>
    withFolder(async (out) => {
      const folder = join(out, 'ada');
      await storeGrading(out, 'ada', grading);
      const report = await readFile(join(folder, 'report.html'), 'utf8');
      for (const failure of ['no memory left', 'no process left']) {
        await storeGrading(out, 'ada', { ...failedSample, failure }, 'regraded');
        expect((await readResults(folder))?.score).toBe(2);
        expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe(report);
        expect(await lastAttempt(folder)).toBe('failed');
        expect(await readPreviousResults(folder)).toBeUndefined();
      }
      await storeGrading(out, 'ada', { ...grading, checks: [], score: 0 }, 'to be tried again');
      expect(await lastAttempt(folder)).toBe('ended');
      expect((await readPreviousResults(folder))?.score).toBe(2);
      expect((await readHistory(folder)).map(({ why, failure, results }) => [why, failure, results.score])).toEqual([
        ['new', undefined, 2],
        ['regraded', 'no memory left', undefined],
        ['regraded', 'no process left', undefined],
        ['to be tried again', undefined, 0],
      ]);
    }));

  it('sets aside what the grader has failed at three times in a row, until it has a result', () =>
    withFolder(async (out) => {
      const folder = join(out, 'ada');
      for (const expected of ['failed', 'failed', 'set aside', 'set aside']) {
        await storeGrading(out, 'ada', failedSample);
        expect(await lastAttempt(folder)).toBe(expected);
      }
      await storeGrading(out, 'ada', grading, 'to be tried again');
      expect(await lastAttempt(folder)).toBe('ended');
    }));

  it('keeps a result that an earlier version stored without a history', () =>
    withFolder(async (out) => {
      await writeReports(join(out, 'ada'), grading);
      await storeGrading(out, 'ada', { ...grading, checks: [], score: 0 });
      expect((await readPreviousResults(join(out, 'ada')))?.score).toBe(2);
    }));

  it('takes a folder without results for unfinished, and what is not ours for nothing', () =>
    withFolder(async (out) => {
      await mkdir(join(out, 'ada'));
      const [, namespace] = ownerId.split('.');
      await mkdir(join(out, `.unfinished.999999999.${namespace}.1-${'a'.repeat(12)}`));
      await prepareOut(out);
      await storeGrading(out, 'ada', grading);
      const names = (await readdir(out)).filter((name) => !name.startsWith('.grading.'));
      expect(names.sort()).toEqual(['ada', 'staff']);
      await writeFile(join(out, 'ada/results.json'), '{"score":');
      expect(await readResults(join(out, 'ada'))).toBeUndefined();
    }));
});

const secondsAgo = (seconds: number) => Date.now() / 1000 - seconds;

it('a round goes on where it was interrupted', () =>
  withFolder(async (out) => {
    await storeGrading(out, 'ada', grading);
    await utimes(join(out, 'ada/results.json'), secondsAgo(20), secondsAgo(20));
    const round = await openRegrade(out);
    expect([round.resumed, await round.has(join(out, 'ada'))]).toEqual([false, false]);
    await utimes(join(out, '.regrade'), secondsAgo(10), secondsAgo(10));
    await storeGrading(out, 'ada', grading);
    const again = await openRegrade(out);
    expect([again.resumed, await again.has(join(out, 'ada'))]).toEqual([true, true]);
    await again.end();
    expect((await openRegrade(out)).resumed).toBe(false);
  }));
