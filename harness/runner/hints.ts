/**
 * What a student reads about a function whose checks fail, beside what came and where: the known misconception behind it; else
 * what its error or its shape means; else that a function which it builds on fails too; else how its numbers relate to the
 * expected ones.
 */
import type { Subject } from '../check.ts';
import { explainFailure } from '../explain.ts';
import { outcomeFingerprint, recognize } from '../hints.ts';
import { type Compared, findRelation } from '../relations/index.ts';
import type { Known } from './expectation.ts';
import { bySubject, type CheckResult, type Expectation } from './session.ts';

/**
 * @returns function name → hint, if there is one
 */
export async function findHints(
  results: readonly CheckResult[],
  { misconceptionsOf, expectation }: Pick<Known, 'misconceptionsOf' | 'expectation'>,
): Promise<Map<string, string>> {
  const hints = new Map<string, string>();
  for (const [subject, own] of bySubject(results)) {
    if (own.every(({ verdict, outcome }) => verdict.passed || outcome.kind === 'barred')) continue;
    const misconceptions = await misconceptionsOf(own[0]!.check);
    const builtOnWrong = failingFoundations(subject, own, results);
    const blame =
      builtOnWrong.length > 0 ? `It builds on ${builtOnWrong.join(' and ')}: correct that first.` : undefined;
    const isTheirError = blame !== undefined && own.some(({ outcome }) => outcome.kind === 'threw');
    const hint =
      (await recognize(own.flatMap(asEnded), misconceptions)) ??
      (isTheirError ? blame : explainFirst(own)) ??
      blame ??
      (await relate(own, expectation));
    if (hint) hints.set(subject.name, hint);
  }
  return hints;
}

function asEnded({ check, outcome }: CheckResult) {
  if (outcome.kind === 'unfinished' || outcome.kind === 'barred') return [];
  const fingerprint = outcomeFingerprint(check, outcome);
  return fingerprint === undefined ? [] : [{ check, fingerprint }];
}

function explainFirst(results: readonly CheckResult[]): string | undefined {
  for (const { check, verdict, outcome } of results) {
    if (outcome.kind === 'unfinished' || outcome.kind === 'barred') continue;
    const help = explainFailure(check, verdict, outcome);
    if (help) return help;
  }
  return undefined;
}

/** The functions that may be the reason: if this one threw, only those that threw the same. */
function failingFoundations(
  { builtOn = [] }: Subject,
  own: readonly CheckResult[],
  results: readonly CheckResult[],
): string[] {
  const thrown = own.flatMap(({ outcome }) => (outcome.kind === 'threw' ? [outcome.message] : []));
  return builtOn.filter((name) => {
    const theirs = results.filter(({ check, verdict }) => check.subject.name === name && !verdict.passed);
    const messages = theirs.flatMap(({ outcome }) => (outcome.kind === 'answered' ? [] : [outcome.message]));
    return theirs.length > 0 && thrown.every((message) => messages.includes(message));
  });
}

async function relate(results: readonly CheckResult[], expectation: Expectation): Promise<string | undefined> {
  const compared: Compared[] = [];
  for (const { check, verdict, outcome } of results) {
    if (outcome.kind === 'unfinished' || outcome.kind === 'barred') return undefined;
    const actual = outcome.kind === 'answered' ? outcome.answers : undefined;
    compared.push({ check, actual, passed: verdict.passed, ...(await expectation(check)) });
  }
  return findRelation(compared)?.text;
}
