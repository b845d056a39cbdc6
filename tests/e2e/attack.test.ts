/** Hostile submissions through the whole grader: nothing gained, nobody else harmed, nothing learnt, nothing left. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../grader/course.ts';
import { planModules } from '../../grader/plan.ts';
import { toHtml } from '../../grader/report/html.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import type { Grading } from '../../grader/types.ts';
import { contentHash } from '../../lib/submission.ts';
import { isArrayData } from '../../lib/tensor/array.ts';
import { buildGolden, type Golden, goldens } from '../../scripts/golden/golden.ts';
import { outcomeOf } from './golden_outcome.ts';
import { affectedAndControl, CONTROL, finished, gradeGolden, openTestCourse, SECRET } from './grading.ts';

let course: Course;
let server: Server;
const callers: string[] = [];

beforeAll(async () => {
  const limits = { checkWallMs: 4_000, checkCpuMs: 2_000, loadWallMs: 6_000, loadCpuMs: 3_000 };
  course = await openTestCourse({ limits });
  // The port that fixtures/submissions/attack/socket calls.
  server = createServer((socket) => callers.push(String(socket.remotePort))).on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(47113, '127.0.0.1', resolve).on('error', () => resolve()));
}, 120_000);
afterAll(() => server.close());

/** Few checks: some attacks use up all the time of each. */
function few(golden: Golden): Course {
  const { checks } = affectedAndControl(course, golden);
  return {
    ...course,
    checks: checks.filter(({ usesModel, kind, id }) => usesModel || kind === 'property' || /^\w+\.value$/.test(id)),
  };
}

describe('fixtures/submissions/attack', async () => {
  it.each((await goldens('attack')).map((golden) => [golden.id, golden] as const))(
    '%s',
    { timeout: 180_000 },
    async (_, golden) => {
      const attacked = few(golden);
      const grading = finished(await gradeGolden(golden, attacked));
      await expect(`${JSON.stringify(outcomeOf(grading), null, 2)}\n`).toMatchFileSnapshot(
        join(golden.folder, 'expected.json'),
      );
      expect(grading.checks.find(({ run, check }) => run === 'graded' && check.id === CONTROL)?.points).toBe(2);
      const shown = formatResults(toResults(grading)) + toHtml(grading);
      expect(shown).not.toContain(SECRET);
      for (const number of await gradedNumbers(golden, attacked)) expect(shown).not.toContain(number);
      expectContained(grading, shown);
    },
  );
});

/** The first numbers of the inputs of every graded run, as text. */
async function gradedNumbers(golden: Golden, { checks, secret, model, fixtures }: Course): Promise<string[]> {
  const plans = planModules({
    checks,
    secret,
    submissionHash: contentHash(await buildGolden(golden)),
    facts: { numClasses: model.numClasses },
    feedbackInputs: ({ id }) => fixtures.of.get(id)?.inputs,
  });
  const graded = plans.flatMap(({ runs }) => runs.filter(({ run }) => run === 'graded'));
  const arrays = graded.flatMap(({ task }) => Object.values(task.inputs)).filter(isArrayData);
  return arrays.flatMap(({ data }) => [...data.slice(0, 5)].map(String)).filter((number) => number.length > 10);
}

/** What only real isolation prevents; where there is none, the result has to say so. */
function expectContained({ containment }: Grading, shown: string): void {
  if (containment && containment.level !== 'bubblewrap') {
    expect(containment.missing.join()).toMatch(/network/);
    return;
  }
  expect(shown).not.toContain('FOUND /');
  expect(callers).toEqual([]);
  expect(straysOf('a3 stray')).toEqual([]);
  expect(['/tmp/results.json', '/results.json', 'results.json'].filter(existsSync)).toEqual([]);
}

/** Processes with this text in their command line. */
function straysOf(text: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false; // it has just ended
    }
  });
}
