/** Made cohorts with copies among them: two families, so that what was tuned on one is checked on the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { submission } from '../../../assignment/submission.ts';
import { Random } from '../../../lib/random.ts';
import { projectRoot } from '../../../lib/root.ts';
import { bodyOf } from '../../../scripts/handout/fill.ts';
import * as rewrite from './rewrite.ts';
import { subjects, type Variant, variantsIn } from './variants.ts';

export type Kind = 'independent' | 'renamed' | 'reordered' | 'restyled' | 'half';

export interface Made {
  readonly name: string;
  readonly kind: Kind;
  /** Whose work it copies. */
  readonly of?: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Family {
  /** Below `assignment/`: whose variants people write, beside the reference. */
  readonly folders: readonly string[];
  /** How far the popular solutions are ahead: 0 is not at all. */
  readonly fashion: number;
  readonly own: readonly rewrite.Rewrite[];
  readonly restyled: readonly rewrite.Rewrite[];
}

export const tuning: Family = {
  folders: ['accepted'],
  fashion: 0.5,
  own: [rewrite.flipped(0.6), rewrite.withConstants(0.4)],
  restyled: [rewrite.withHelpers(0.6), rewrite.flipped(0.4), rewrite.renamed],
};

/** Wrong and right solutions, other habits, other ways to hide a copy. */
export const heldOut: Family = {
  folders: ['accepted', 'misconceptions'],
  fashion: 0.8,
  own: [rewrite.withConstants(0.7), rewrite.flipped(0.3)],
  restyled: [
    rewrite.withConstants(0.5),
    rewrite.withHelpers(0.8),
    rewrite.flipped(0.5),
    rewrite.reordered,
    rewrite.renamed,
  ],
};

type Bodies = ReadonlyMap<string, string>;

export function makeAlike(family: Family, independent: number, copies: number, seed: string): Made[] {
  const variants = variantsIn(family.folders);
  const random = new Random(seed);
  const fresh = () => new Map(subjects.map(({ name }) => [name, written(variants.get(name)!, family, random)]));
  const originals = Array.from({ length: independent }, fresh);
  const made: Made[] = originals.map((bodies, i) => ({ name: `own${i}`, kind: 'independent', files: filesOf(bodies) }));
  const kinds: Record<Exclude<Kind, 'independent'>, readonly rewrite.Rewrite[]> = {
    renamed: [rewrite.renamed],
    reordered: [rewrite.reordered, rewrite.renamed],
    restyled: family.restyled,
    half: [rewrite.renamed],
  };
  let source = 0;
  for (const [kind, rewrites] of Object.entries(kinds) as [
    Exclude<Kind, 'independent'>,
    readonly rewrite.Rewrite[],
  ][]) {
    for (let i = 0; i < copies; i++) {
      const of = source++ % independent;
      const own = fresh();
      const copied = new Map([...originals[of]!].map(([name, body]) => [name, applied(body, rewrites, random)]));
      const half = subjects.map(({ name }) => name).filter(() => random.int(2) === 0);
      const bodies =
        kind === 'half' ? new Map([...copied, ...half.map((name) => [name, own.get(name)!] as const)]) : copied;
      made.push({ name: `${kind}${i}`, kind, of: `own${of}`, files: filesOf(bodies) });
    }
  }
  return made;
}

/** One person's solution: a variant, popular ones more often, in their own style. */
function written(variants: readonly Variant[], { fashion, own }: Family, random: Random): string {
  const weights = variants.map((_, i) => 1 / (i + 1) ** fashion);
  let left = random.uniform(
    0,
    weights.reduce((a, b) => a + b),
  );
  const chosen =
    variants.find((_, i) => {
      left -= weights[i]!;
      return left <= 0;
    }) ?? variants[0]!;
  return applied(rewrite.withParameters(chosen.body, chosen.parameters, variants[0]!.parameters), own, random);
}

function applied(body: string, rewrites: readonly rewrite.Rewrite[], random: Random): string {
  return rewrites.reduce((text, change) => {
    const [main = '', helpers] = text.split(rewrite.HELPERS);
    const next = change(main, random);
    return helpers ? `${next}${next.includes(rewrite.HELPERS) ? '' : rewrite.HELPERS}\n${helpers}` : next;
  }, body);
}

function filesOf(bodies: Bodies): Map<string, Uint8Array> {
  return new Map(
    submission.files.map((file) => {
      let text = readFileSync(join(projectRoot, 'skeleton', file), 'utf8');
      for (const { name } of subjects.filter(({ module }) => module === file)) {
        const { start, end } = bodyOf(text, name);
        const [main, helpers = ''] = bodies.get(name)!.split(rewrite.HELPERS);
        text = `${text.slice(0, start)}${main}${text.slice(end)}\n${helpers}\n`;
      }
      return [file, Buffer.from(text)];
    }),
  );
}
