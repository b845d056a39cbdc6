/** The stored fixtures: inputs and the reference's answers for the checks that students see, and their manifest. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CourseError } from '#lib/errors.ts';
import { sha256 } from '#lib/hash.ts';
import { decodeSafetensors, encodeSafetensors } from '#lib/tensor/safetensors.ts';
import type { Answers, Check, Inputs } from './check.ts';
import { type PackedInputs, packInputs, unpackInputs } from './packed_inputs.ts';
import type { Sums } from './relations/index.ts';

const fileSchema = z.strictObject({ sha256: z.string(), shapes: z.record(z.string(), z.array(z.number())) });

const checkSchema = z.strictObject({
  seed: z.string(),
  inputs: fileSchema,
  expected: fileSchema,
  /** Largest maximum relative error that passes. */
  tolerance: z.number(),
  /** Largest maximum relative error between the generator's answers and each other engine's. */
  spread: z.record(z.string(), z.number()),
});

export const manifestSchema = z.strictObject({
  version: z.literal(1),
  /** Hash of the reference's code. */
  reference: z.string(),
  generator: z.strictObject({ engine: z.string(), tfjs: z.string() }),
  model: z.strictObject({ source: z.string(), description: z.string(), sha256: z.string(), numClasses: z.number() }),
  checks: z.record(z.string(), checkSchema),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type CheckManifest = z.infer<typeof checkSchema>;

export interface Fixture {
  readonly inputs: Inputs;
  readonly expected: Answers;
  /** What the expected values are the sum of, if that is known. */
  readonly sums?: Sums | undefined;
}

/** One fixture as files. */
export interface FixtureFiles {
  readonly inputs: Uint8Array;
  readonly expected: Uint8Array;
}

export const fixturePath = (folder: string, part: 'inputs' | 'expected', checkId: string): string =>
  join(folder, part, `${checkId}.safetensors`);

/** Stored for the checks that students see; hidden ones only run on fresh inputs. */
export const hasFixture = (check: Check): boolean => check.visibility !== 'hidden';

export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  const text = await readFixtureFile(path);
  const result = manifestSchema.safeParse(JSON.parse(text.toString('utf8')));
  if (result.success) return result.data;
  throw new CourseError(
    `${path} is not a fixture manifest: ${z.prettifyError(result.error)}. Run \`npm run fixtures\`.`,
  );
}

/** @throws CourseError if a file is missing, or does not match the manifest */
export async function loadFixture(folder: string, manifest: Manifest, check: Check): Promise<Fixture> {
  const entry = manifest.checks[check.id];
  if (!entry) throw new CourseError(`${folder} has no fixture for the check ${check.id}. Run \`npm run fixtures\`.`);
  const read = async (part: 'inputs' | 'expected') => {
    const path = fixturePath(folder, part, check.id);
    const bytes = await readFixtureFile(path);
    if (sha256(bytes) !== entry[part].sha256) {
      throw new CourseError(`${path} does not match manifest.json. Restore it, or run \`npm run fixtures\`.`);
    }
    return decodeSafetensors(bytes, path);
  };
  const [inputs, expected] = [await read('inputs'), await read('expected')];
  const { sums } = expected.metadata;
  return {
    inputs: decodeInputs(inputs),
    expected: expected.arrays,
    ...(sums !== undefined && { sums: JSON.parse(sums) as Sums }),
  };
}

export function encodeFixture({ inputs, expected, sums }: Fixture): FixtureFiles {
  const { packed, arrays } = packInputs(inputs);
  const named = Object.fromEntries(arrays.map((array, index) => [String(index), array]));
  return {
    inputs: encodeSafetensors(named, { inputs: JSON.stringify(packed) }),
    expected: encodeSafetensors(expected, sums && { sums: JSON.stringify(sums) }),
  };
}

function decodeInputs({ arrays, metadata }: ReturnType<typeof decodeSafetensors>): Inputs {
  const packed = JSON.parse(metadata.inputs ?? '{}') as PackedInputs;
  const ordered = Object.keys(arrays).map((_, index) => arrays[String(index)]!);
  return unpackInputs(packed, ordered);
}

async function readFixtureFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CourseError(`${path} cannot be read. Run \`npm run fixtures\`, or unpack the handout again.`, { cause });
  }
}
