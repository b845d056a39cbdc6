/**
 * Advice without points, since it can only be measured in the process that runs the student's code: whether the number of
 * operations grows with images or pixels, and whether inputs, model and backend are unchanged.
 */
import * as tf from '@tensorflow/tfjs';
import { Random } from '#lib/random.ts';
import { int32, normalArray, toTensor } from '#lib/tensor/array.ts';
import type { Exports, Subject } from '../../harness/check.ts';
import { subjects } from './subjects.ts';
import { TOY_CLASSES, TOY_SIZE, toyModel, toyWeights } from './toy/network.ts';

export interface Advice {
  readonly subject: Subject;
  /** What was observed and what to do, in the student's terms. */
  readonly message: string;
}

interface Size {
  readonly N: number;
  readonly H: number;
  readonly W: number;
}

/** A call and its tensors. */
interface Call {
  readonly inputs: readonly tf.Tensor[];
  run(exports: Exports): tf.Tensor;
}

interface Measured {
  readonly subject: Subject;
  /** Whether it takes images of any size; the toy network takes only one. */
  readonly anySize: boolean;
  prepare(size: Size): Call;
}

const noise = (...shape: number[]): tf.Tensor => toTensor(normalArray(new Random('advice'), shape));

const onFeatures = (subject: Subject, run: (exports: Exports, F: tf.Tensor) => tf.Tensor): Measured => ({
  subject,
  anySize: true,
  prepare({ N, H, W }) {
    const F = noise(N, H, W, 3);
    return { inputs: [F], run: (exports) => run(exports, F) };
  },
});

const onToyNetwork = (
  subject: Subject,
  run: (exports: Exports, X: tf.Tensor, y: tf.Tensor, model: ReturnType<typeof toyModel>) => tf.Tensor,
): Measured => ({
  subject,
  anySize: false,
  prepare({ N }) {
    const weights = toyWeights(new Random('advice')).map(toTensor);
    const X = noise(N, ...TOY_SIZE, 3);
    const labels = Array.from({ length: N }, (_, n) => n % TOY_CLASSES);
    const y = toTensor(int32([N], labels));
    return { inputs: [X, y, ...weights], run: (exports) => run(exports, X, y, toyModel(weights)) };
  },
});

const MEASURED: readonly Measured[] = [
  onToyNetwork(subjects.saliencyMap, ({ SaliencyMap }, X, y, model) =>
    new SaliencyMap().computeSaliencyMaps(X, y, model),
  ),
  onFeatures(subjects.guidedRelu, ({ guidedRelu }, F) => tf.grad((F: tf.Tensor) => guidedRelu(F))(F)),
  onToyNetwork(subjects.guidedBackprop, ({ GradCam }, X, y, model) => new GradCam().guidedBackprop(X, y, model)),
  onToyNetwork(subjects.gradCamMap, ({ GradCam }, X, y, model) => new GradCam().gradCamMap(X, y, model)),
  onToyNetwork(subjects.guidedGradCam, ({ GradCam }, X, y, model) => new GradCam().guidedGradCam(X, y, model)),
  onFeatures(subjects.contentLoss, ({ ContentLoss }, F) => new ContentLoss().forward(0.1, F, tf.zerosLike(F))),
  onFeatures(subjects.gramMatrix, ({ StyleLoss }, F) => new StyleLoss().gramMatrix(F)),
  onFeatures(subjects.styleLoss, ({ StyleLoss }, F) =>
    new StyleLoss().forward([F], [0], [tf.zeros([F.shape[0]!, 3, 3])], [1]),
  ),
  onFeatures(subjects.tvLoss, ({ TotalVariationLoss }, img) => new TotalVariationLoss().forward(img, 0.1)),
];

const SMALL: Size = { N: 1, H: 6, W: 5 };

/** @returns advice on one function of a module; none if it cannot be called, which the checks report */
export async function adviceOn(subject: Subject, exports: Exports): Promise<Advice[]> {
  const measured = MEASURED.find((candidate) => candidate.subject === subject);
  if (!measured) return [];
  const backend = tf.getBackend();
  tf.engine().startScope('advice');
  try {
    const changes = touched(measured, exports);
    if (changes.length > 0) return asAdvice(subject, changes);
    const operations = await countOperations(measured, exports, SMALL);
    const messages = [
      growth('images', operations, await countOperations(measured, exports, { ...SMALL, N: 4 })),
      measured.anySize && growth('pixels', operations, await countOperations(measured, exports, { N: 1, H: 12, W: 9 })),
    ];
    return asAdvice(
      subject,
      messages.filter((message) => typeof message === 'string'),
    );
  } catch {
    // The same error fails the function's checks, which explain it.
    return [];
  } finally {
    tf.engine().endScope();
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
  }
}

const asAdvice = (subject: Subject, messages: readonly string[]): Advice[] =>
  messages.map((message) => ({ subject, message }));

async function countOperations({ prepare }: Measured, exports: Exports, size: Size): Promise<number> {
  const { run } = prepare(size);
  const { kernels } = await tf.profile(() => run(exports));
  return kernels.length;
}

function growth(what: string, few: number, many: number): string | undefined {
  if (many <= few) return undefined;
  return `The number of operations grows with the number of ${what} (${few} for few, ${many} for many): one operation can process all ${what} at once, without a loop.`;
}

function touched({ prepare }: Measured, exports: Exports): string[] {
  const { inputs, run } = prepare(SMALL);
  const before = inputs.map((input) => Array.from(input.dataSync()));
  const backend = tf.getBackend();
  run(exports);
  if (tf.getBackend() !== backend)
    return [`The backend was changed from ${backend} to ${tf.getBackend()}: leave it as it is.`];
  if (inputs.some((input) => input.isDisposed)) {
    return ['An input, or a weight of the network, was disposed of: it belongs to the caller, who may still need it.'];
  }
  const changed = inputs.some((input, i) => input.dataSync().some((value, j) => value !== before[i]![j]));
  return changed
    ? ['The values of an input, or of the network, were changed: they belong to the caller, so only read them.']
    : [];
}
