/** What an attack is: a submission that tries something, with some honest parts. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Grading } from '../../grader/types.ts';
import type { Check } from '../../harness/check.ts';
import { buildGolden, changedFiles, type Golden, goldens, type Threat } from '../golden/golden.ts';
import { outcomeOf } from '../golden/outcome.ts';
import { writeFiles } from '../support/folders.ts';
import { affectedChecks, controlCheck } from './checks.ts';

export interface Attack {
  readonly id: string;
  /** What it tries, for display. */
  readonly cause: string;
  readonly threat: Threat;
  /** The checks that it is graded with: those it targets, and one of another file that must not be affected. */
  readonly checks: readonly Check[];
  /** Functions that it solves honestly; all others must earn nothing. */
  readonly honest: readonly string[];
  /** It only ends when it reaches a limit. */
  readonly slow: boolean;
  /** It would harm this machine without isolation. */
  readonly isolatedOnly: boolean;
  /** How the grading differs from the expected outcome; undefined if it does not. */
  readonly surprise: (grading: Grading) => Promise<string | undefined>;
  /** Stores the actual outcome as the expected one. */
  readonly record?: (grading: Grading) => Promise<void>;
  /** Writes the submission. @returns the zip or folder to grade, in `folder` */
  readonly write: (folder: string) => Promise<string>;
}

/** fixtures/submissions/attack: the reference, changed. */
export async function goldenAttacks(): Promise<Attack[]> {
  return (await goldens('attack')).map(fromGolden);
}

/** The outcome of a golden submission, as in its expected.json. */
export const outcomeText = (grading: Grading): string => `${JSON.stringify(outcomeOf(grading), null, 2)}\n`;

function fromGolden(golden: Golden): Attack {
  const { id, cause, attack } = golden;
  if (!attack)
    throw new Error(`fixtures/submissions/attack/${id}/submission.json lacks its list of honest functions: "attack".`);
  const expectedFile = join(golden.folder, 'expected.json');
  const checks = affectedChecks(changedFiles(golden), attack.slow);
  return {
    ...attack,
    id,
    cause,
    checks,
    honest: [...attack.honest, controlCheck.subject.name],
    record: (grading) => writeFile(expectedFile, outcomeText(grading)),
    surprise: async (grading) => {
      const expected = await readFile(expectedFile, 'utf8');
      const actual = outcomeText(grading);
      return actual === expected ? undefined : `expected ${expected}got ${actual}`;
    },
    write: async (folder) => {
      await writeFiles(join(folder, id), await buildGolden(golden));
      return join(folder, id);
    },
  };
}
