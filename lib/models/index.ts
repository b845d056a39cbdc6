/** Which network a command uses, and where its weights come from. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CourseError } from '../errors.ts';
import { readInputFile } from '../files.ts';
import { sha256 } from '../hash.ts';
import { projectRoot } from '../root.ts';
import type { ArrayData } from '../tensor/array.ts';
import { decodeSafetensors, encodeSafetensors } from '../tensor/safetensors.ts';
import { classNamesFor } from './class_names.ts';
import type { LayeredModel } from './layered_model.ts';
import type { ParameterShapes } from './parameters.ts';
import { decodePytorch, isPytorch } from './pytorch/index.ts';
import { seededSqueezeNetArrays } from './seeded_squeezenet.ts';
import { SqueezeNet, squeezeNetShapes } from './squeezenet.ts';
import { isVgg, Vgg, type VggVariant, vggClasses, vggShapes, vggVariant } from './vgg.ts';

export { shortClassName } from './class_names.ts';
export type { LayeredModel } from './layered_model.ts';
export type { Model } from './model.ts';
export { seededSqueezeNet } from './seeded_squeezenet.ts';
export { loadSqueezeNet, SqueezeNet } from './squeezenet.ts';
export { Vgg, vggMemoryEstimate } from './vgg.ts';

/** Written by `npm run weights`. */
export const DOWNLOADED_WEIGHTS = 'weights/squeezenet1_1.safetensors';
/** Trained by this project on its own pictures (`npm run train`). */
export const EMBEDDED_WEIGHTS = 'assets/model/squeezenet_pictures.safetensors';

export interface LoadModelOptions {
  /** A weights file, as given by `--weights`. */
  readonly weights?: string | undefined;
  /** The environment, for `A3_WEIGHTS`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that holds the downloaded and the embedded weights. */
  readonly root?: string;
}

/** A network's weights before any tensor is created, as sent to a sandbox. */
export interface ModelWeights {
  readonly arrays: Readonly<Record<string, ArrayData>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** The file, or `seeded`. */
  readonly source: string;
  /** Hash of the file's bytes; for a seeded network, of its bytes as safetensors. */
  readonly sha256: string;
  /** One line to print: network, number of classes, origin of the weights. */
  readonly description: string;
}

export interface LoadedModel extends Omit<ModelWeights, 'arrays' | 'metadata'> {
  readonly model: LayeredModel;
}

/**
 * Loads the first available network: `weights`, `A3_WEIGHTS`, {@link DOWNLOADED_WEIGHTS}, {@link EMBEDDED_WEIGHTS}, or a seeded
 * network. SqueezeNet and VGG are told apart by their tensors' names.
 * @throws CourseError if a named file cannot be used: there is no fallback for it
 */
export async function loadModel(options: LoadModelOptions = {}): Promise<LoadedModel> {
  const { arrays, metadata, ...info } = await loadModelWeights(options);
  return { model: modelFromArrays(arrays, metadata, info.source), ...info };
}

/** As {@link loadModel}, but only the weights. */
export async function loadModelWeights(options: LoadModelOptions = {}): Promise<ModelWeights> {
  const { weights, env = process.env, root = projectRoot } = options;
  if (weights) return fromFile(weights, 'given by --weights');
  if (env.A3_WEIGHTS) return fromFile(env.A3_WEIGHTS, 'given by A3_WEIGHTS');
  const path = join(root, DOWNLOADED_WEIGHTS);
  if (existsSync(path)) return fromFile(path, 'downloaded by `npm run weights`', relative(root, path));
  return loadFixtureModelWeights(root);
}

/** The network that the fixtures are made with: {@link EMBEDDED_WEIGHTS}, else a seeded one, regardless of other weights. */
async function loadFixtureModelWeights(root = projectRoot): Promise<ModelWeights> {
  const path = join(root, EMBEDDED_WEIGHTS);
  if (!existsSync(path)) return seeded();
  return fromFile(path, "this project's own, trained on its pictures", relative(root, path));
}

/** As {@link loadFixtureModelWeights}, loaded. */
export async function loadFixtureModel(root?: string): Promise<LoadedModel> {
  const { arrays, metadata, ...info } = await loadFixtureModelWeights(root);
  return { model: modelFromArrays(arrays, metadata, info.source), ...info };
}

/** @throws CourseError if the tensors belong to no network known here */
export function modelFromArrays(
  arrays: Readonly<Record<string, ArrayData>>,
  metadata: Readonly<Record<string, string>>,
  source: string,
): LayeredModel {
  const { build, numClasses } = recognize(arrays, source);
  return build(arrays, { classNames: classNamesFor(numClasses, metadata, source), source });
}

export interface Recognized {
  readonly network: 'SqueezeNet 1.1' | VggVariant;
  /** 0: feature layers only. */
  readonly numClasses: number;
  /** The parameters it needs. */
  readonly shapes: ParameterShapes;
  readonly build: (
    arrays: Readonly<Record<string, ArrayData>>,
    options: { classNames: readonly string[]; source: string },
  ) => LayeredModel;
}

/** Which network's tensors these are. @throws CourseError if they belong to none known here */
export function recognize(arrays: Readonly<Record<string, ArrayData>>, source: string): Recognized {
  if (Object.hasOwn(arrays, 'features.3.squeeze.weight')) {
    const numClasses = arrays['classifier.1.weight']?.shape[0] ?? 1000;
    return {
      network: 'SqueezeNet 1.1',
      numClasses,
      shapes: squeezeNetShapes(numClasses),
      build: SqueezeNet.fromArrays,
    };
  }
  if (isVgg(arrays)) {
    const [network, numClasses] = [vggVariant(arrays), vggClasses(arrays)];
    return {
      network,
      numClasses,
      shapes: vggShapes(network, numClasses, arrays['classifier.0.weight']?.shape[0]),
      build: Vgg.fromArrays,
    };
  }
  const names = Object.keys(arrays);
  const firstNames = names.slice(0, 3).map((name) => `"${name}"`);
  throw new CourseError(
    `${source} holds no network known here: its ${names.length} tensors begin with ${firstNames.join(', ') || 'none'}. Give the weights of SqueezeNet 1.1, VGG-16 or VGG-19 under the names torchvision gives them.`,
  );
}

/** The tensors of a safetensors file or a PyTorch checkpoint, told apart by their first bytes. @throws CourseError naming the file */
export async function decodeWeights(
  bytes: Uint8Array,
  source: string,
): Promise<{ arrays: Record<string, ArrayData>; metadata: Record<string, string> }> {
  if (isPytorch(bytes)) return { arrays: await decodePytorch(bytes, source), metadata: {} };
  return decodeSafetensors(bytes, source);
}

async function fromFile(path: string, origin: string, shownPath = path): Promise<ModelWeights> {
  const bytes = await readInputFile(path);
  const { arrays, metadata } = await decodeWeights(bytes, path);
  const { network, numClasses } = recognize(arrays, path);
  return {
    arrays,
    metadata,
    source: shownPath,
    sha256: sha256(bytes),
    description: `${network}, ${numClasses > 0 ? `${numClasses} classes` : 'feature maps only'}, weights from ${shownPath} (${origin})`,
  };
}

function seeded(): ModelWeights {
  const arrays = seededSqueezeNetArrays();
  return {
    arrays,
    metadata: {},
    source: 'seeded',
    sha256: sha256(encodeSafetensors(arrays)),
    description:
      'SqueezeNet 1.1, 1000 classes, random weights (seed 0): it recognizes nothing; `npm run weights` gets trained ones',
  };
}
