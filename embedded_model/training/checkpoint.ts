/** The state of a training run on disk: written atomically, so that a kill at any time leaves the last one intact. */
import { existsSync } from 'node:fs';
import { z } from 'zod';

import { CourseError } from '../../lib/errors.ts';
import { readInputFile, writeFileAtomically } from '../../lib/files.ts';
import { type ArrayData, float32 } from '../../lib/tensor/array.ts';
import { decodeSafetensors, encodeSafetensors } from '../../lib/tensor/safetensors.ts';
import { type Moments, zeroMoments } from './adam.ts';
import type { Parameters } from './network.ts';

export interface RunIdentity {
  readonly seed: string;
  /** The plan as JSON, and the hash of the pictures: a different plan or drawings mean a different run. */
  readonly plan: string;
  readonly pictures: string;
}

const progressSchema = z.object({
  /** Steps done. */
  step: z.number().int().nonnegative(),
  /** Pictures drawn for training so far. */
  picturesSeen: z.number().int().nonnegative(),
  /** Wall time of training so far, over all sessions. */
  seconds: z.number().nonnegative(),
  /** Engines used. */
  engines: z.array(z.string()),
  /** Mean loss and accuracy on the training pictures since the entry before. */
  curve: z.array(z.object({ step: z.number(), loss: z.number(), accuracy: z.number() })),
});

export interface RunState extends z.infer<typeof progressSchema> {
  readonly parameters: Parameters;
  readonly moments: Moments;
}

/** @param parameters initial values; not changed */
export function newRun(parameters: Parameters): RunState {
  return { parameters, moments: zeroMoments(parameters), step: 0, picturesSeen: 0, seconds: 0, engines: [], curve: [] };
}

export async function saveCheckpoint(path: string, identity: RunIdentity, state: RunState): Promise<void> {
  const { parameters, moments, ...progress } = state;
  const arrays: Record<string, ArrayData> = {};
  for (const [name, array] of Object.entries(parameters)) {
    arrays[`parameters/${name}`] = array;
    arrays[`first/${name}`] = float32(array.shape, moments.first[name]!);
    arrays[`second/${name}`] = float32(array.shape, moments.second[name]!);
  }
  const metadata = { ...identity, progress: JSON.stringify(progress) };
  await writeFileAtomically(path, encodeSafetensors(arrays, metadata));
}

/**
 * The run that the checkpoint holds, or undefined if there is none.
 * @throws CourseError if the checkpoint belongs to another run
 */
export async function loadCheckpoint(path: string, identity: RunIdentity): Promise<RunState | undefined> {
  if (!existsSync(path)) return undefined;
  const { arrays, metadata } = decodeSafetensors(await readInputFile(path), path);
  for (const key of ['seed', 'plan', 'pictures'] as const) {
    if (metadata[key] === identity[key]) continue;
    throw new CourseError(
      `${path} was made with another ${key}: expected ${identity[key]}, got ${metadata[key]}. Use --fresh to start over.`,
    );
  }
  const group = (prefix: string) =>
    Object.entries(arrays)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, array]) => [name.slice(prefix.length), array] as const);
  const plain = (prefix: string) =>
    Object.fromEntries(group(prefix).map(([name, { data }]) => [name, data as Float32Array]));
  return {
    ...progressSchema.parse(JSON.parse(metadata.progress ?? '{}')),
    parameters: Object.fromEntries(group('parameters/')),
    moments: { first: plain('first/'), second: plain('second/') },
  };
}
