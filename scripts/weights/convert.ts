/** Any weights file of a known network → safetensors, checked before it is written. */
import { CourseError } from '#lib/errors.ts';
import { writeFileAtomically } from '#lib/files.ts';
import { decodeWeights, recognize } from '#lib/models/index.ts';
import { checkParameters } from '#lib/models/parameters.ts';
import { encodeSafetensors, type Metadata } from '#lib/tensor/safetensors.ts';

const FILE_NAMES = {
  'SqueezeNet 1.1': 'squeezenet1_1.safetensors',
  'VGG-16': 'vgg16.safetensors',
  'VGG-19': 'vgg19.safetensors',
} as const;

export interface Converted {
  readonly path: string;
  readonly network: string;
  readonly numClasses: number;
}

/**
 * @param source names the file in errors
 * @param pathFor the file to write, given the network's usual file name
 * @throws CourseError naming the tensor that does not fit; then nothing is written
 */
export async function convertWeights(
  bytes: Uint8Array,
  source: string,
  metadata: Metadata,
  pathFor: (fileName: string) => string,
): Promise<Converted> {
  const weights = await decodeWeights(bytes, source);
  const { network, numClasses, shapes } = recognize(weights.arrays, source);
  checkParameters(weights.arrays, shapes, network, source);
  const path = pathFor(FILE_NAMES[network]);
  if (!path.endsWith('.safetensors'))
    throw new CourseError(`${path} must end in .safetensors, the format that is written.`);
  const content = encodeSafetensors(weights.arrays, {
    ...weights.metadata,
    architecture: FILE_NAMES[network].split('.')[0]!,
    ...metadata,
  });
  await writeFileAtomically(path, content);
  return { path, network, numClasses };
}
