/** Copies are found on a family of made cohorts that nothing was tuned on, and nobody is called alike by chance. */
// cspell:ignore plagiar
import { describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { contentHash } from '../../../lib/submission/index.ts';
import { similarityPage } from '../../../scripts/similarity/page.ts';
import { partnersIn, reportOf, similarityCsv } from '../../../scripts/similarity/report.ts';
import { compare, type Pair } from '../../../scripts/similarity/score.ts';
import { compared, readSkeleton, subjectsOf } from '../../../scripts/similarity/work.ts';
import { heldOut, type Kind, type Made, makeAlike, tuning } from '../../support/alike/class.ts';

const subjects = subjectsOf(assignment);
const functions = subjects.map(({ name }) => name);
const given = await readSkeleton(assignment);
const work = ({ name, files }: Pick<Made, 'name' | 'files'>, isArchived = false) =>
  compared(name, files, contentHash(files, assignment.submission), isArchived, subjects, given);
const made = makeAlike(heldOut, 60, 10, 'test');
const works = made.map((one) => work(one));
const comparison = compare(works, functions);
const nobody = () => false;

const truth = new Map(made.flatMap(({ name, kind, of }) => (of ? [[[of, name].sort().join(' '), kind] as const] : [])));
const kindOf = ({ a, b }: Pair): Kind => truth.get([a.name, b.name].sort().join(' ')) ?? 'independent';

describe('npm run similarity', () => {
  it('finds copies that were renamed, reordered, or restyled with helpers, and no other pair', () => {
    const above = comparison.pairs.filter(({ score }) => score > comparison.threshold).map(kindOf);
    const count = (kind: Kind) => above.filter((one) => one === kind).length;
    expect([count('renamed'), count('reordered'), count('restyled'), count('independent')]).toEqual([10, 10, 10, 0]);
  });

  it('calls no pair alike by chance on the family it was tuned on either', () => {
    const own = makeAlike(tuning, 60, 0, 'test').map((one) => work(one));
    const { pairs, threshold } = compare(own, functions);
    expect(pairs.filter(({ score }) => score > threshold)).toEqual([]);
  });

  it('compares last year with this one, and not with itself', () => {
    const [copied, ...rest] = made.filter(({ kind }) => kind === 'independent');
    const archive = rest.slice(0, 20).map((one) => work({ ...one, name: `old ${one.name}` }, true));
    const twin = work({ ...copied!, name: 'old twin' }, true);
    const { pairs, threshold } = compare([...works.slice(0, 60), ...archive, twin], functions);
    expect(pairs.some(({ a, b }) => a.isArchived && b.isArchived)).toBe(false);
    const found = pairs.filter(({ score }) => score > threshold).map(({ a, b }) => [a.name, b.name].sort().join(' '));
    expect(found).toContain(`${['old twin', copied!.name].sort().join(' ')}`);
  });

  it('leaves partners out', () => {
    const arePartners = partnersIn([['own0', 'renamed0']]);
    const { pairs } = compare(works, functions, arePartners);
    expect(pairs.map(kindOf).filter((kind) => kind === 'renamed')).toHaveLength(9);
  });

  it('says which functions are alike, marks what matches, and never decides', () => {
    const twin = work({ ...made[0]!, name: 'twin' });
    const all = [...works, twin];
    const report = reportOf(all, compare(all, functions), nobody, 5, ['broken.zip']);
    expect(report.equal.map((group) => group.map(({ name }) => name))).toEqual([['own0', 'twin']]);
    expect(report.clusters[0]?.map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining(['own0', 'renamed0', 'twin']),
    );
    const page = similarityPage(report);
    expect(page).toContain('<mark>');
    expect(page).toMatch(/others of the cohort chose the form of/);
    expect(page).not.toMatch(/plagiar|cheat/i);
    const [, first] = similarityCsv(report).split('\r\n');
    expect(first).toMatch(/^1,\w+,\w+,\d\.\d+,yes,(yes|no),.*%/);
  });

  it('takes stubs for nothing: two who have written nothing are not alike', () => {
    const empty = { name: 'empty', files: new Map<string, Uint8Array>() };
    const { pairs } = compare([...works, work(empty), work({ ...empty, name: 'empty2' })], functions);
    expect(pairs.some(({ a }) => a.name.startsWith('empty'))).toBe(false);
  });
});
