import * as tf from '@tensorflow/tfjs';
import { Block } from './block.ts';
import { type ImageShape, type LayerKernels, sizeOf } from './layers/layer.ts';
import type { NetworkModule } from './module.ts';
import type { ReluRule } from './relu_rule.ts';
import type { NetworkTensors } from './tensors.ts';

/** Consecutive layers on the module's kernels: together one TensorFlow.js operation, with its gradient. */
export class LayerChain {
  constructor(
    private readonly module: NetworkModule,
    private readonly tensors: NetworkTensors,
    private readonly layers: readonly LayerKernels[],
  ) {}

  /**
   * The layers' output for `x`, computed when its numbers are first read.
   * @param x [N,h,w,c], float32
   * @returns [N,h',w',c'], or [N,classes] if the last layer computes scores
   */
  apply(x: tf.Tensor4D, rule: ReluRule): tf.Tensor {
    if (x.rank !== 4)
      throw new RangeError(`A layer of the network takes [N,h,w,c], but got a tensor of shape [${x.shape}].`);
    const recorded = tf.engine().isTapeOn();
    const operation = tf.customGrad((input, save) => {
      const pass = this.forward(input as tf.Tensor4D, recorded);
      const state = this.tensors.keeping(recorded ? [pass.x, pass.y.hold(), ...pass.between, ...pass.inner] : [pass.x]);
      (save as tf.GradSaveFunc)([state]);
      const [height, width, channels] = pass.shapes.at(-1)!;
      const image = this.layers.at(-1)!.isScores ? [channels] : [height, width, channels];
      const value = this.tensors.tensorOf(pass.y, [pass.images, ...image]);
      return { value, gradFunc: (dy) => this.backward(pass, dy as tf.Tensor, rule) };
    });
    return operation(x);
  }

  private forward(input: tf.Tensor4D, recorded: boolean): Pass {
    const [images, ...imageShape] = input.shape;
    const shapes: ImageShape[] = [imageShape];
    for (const layer of this.layers) shapes.push(layer.outputShape(shapes.at(-1)!));
    const { arena } = this.module;
    const x = this.tensors.blockOf(input);
    const block = (size: number) => new Block(arena, images * size);
    const between = recorded ? shapes.slice(1, -1).map((shape) => block(sizeOf(shape))) : [];
    const inner = recorded ? this.layers.map((layer, i) => block(layer.innerSize(shapes[i]!))) : [];
    const pass = { images, shapes, x, between, inner };
    const compute = (y: number) => this.computeForward(pass, y);
    return { ...pass, y: new Block(arena, images * sizeOf(shapes.at(-1)!), compute, [x, ...between, ...inner]) };
  }

  private computeForward({ images, shapes, x, between, inner }: Omit<Pass, 'y'>, y: number): void {
    const kept = inner.length > 0;
    const [from, keptBetween, keptInner] = [x.at, between.map((block) => block.at), inner.map((block) => block.at)];
    this.module.run((operations) => {
      for (let n = 0; n < images; n++) {
        let at = place(from, n, shapes[0]!);
        let temporary = false;
        for (const [i, layer] of this.layers.entries()) {
          const [shape, outShape] = [shapes[i]!, shapes[i + 1]!];
          const last = i === this.layers.length - 1;
          const innerSize = layer.innerSize(shape);
          const innerAt = kept ? keptInner[i]! + 4 * n * innerSize : operations.temporary(innerSize);
          const outAt = last
            ? place(y, n, outShape)
            : kept
              ? place(keptBetween[i]!, n, outShape)
              : operations.temporary(sizeOf(outShape));
          layer.forward(operations, { shape, x: at, y: outAt, inner: innerAt });
          if (!kept) operations.release(innerAt);
          if (temporary) operations.release(at);
          [at, temporary] = [outAt, !last && !kept];
        }
      }
    });
  }

  private backward({ images, shapes, x, y, between, inner }: Pass, dy: tf.Tensor, rule: ReluRule): tf.Tensor {
    const top = this.tensors.blockOf(dy);
    const [input, output] = [x.at, y.at]; // computes what is missing
    const values = [input, ...between.map((block) => block.at), output];
    const compute = (dInput: number) =>
      this.module.run((operations) => {
        for (let n = 0; n < images; n++) {
          let [at, temporary] = [place(top.at, n, shapes.at(-1)!), false];
          for (let i = this.layers.length - 1; i >= 0; i--) {
            const [layer, shape] = [this.layers[i]!, shapes[i]!];
            const dx = i === 0 ? place(dInput, n, shape) : operations.temporary(sizeOf(shape));
            const places = {
              shape,
              x: place(values[i]!, n, shape),
              y: place(values[i + 1]!, n, shapes[i + 1]!),
              inner: inner[i]!.at + 4 * n * layer.innerSize(shape),
            };
            const below = i > 0 && this.layers[i - 1]!.endsInRelu ? rule : undefined;
            layer.backward(operations, places, {
              dy: at,
              dx,
              rule,
              open: i === this.layers.length - 1 && layer.endsInRelu,
              below,
            });
            if (temporary) operations.release(at);
            [at, temporary] = [dx, true];
          }
        }
      });
    const block = new Block(this.module.arena, images * sizeOf(shapes[0]!), compute);
    try {
      block.at; // read now: the pass is freed soon
    } finally {
      top.release();
    }
    return this.tensors.tensorOf(block, [images, ...shapes[0]!]);
  }
}

/** One forward pass, as its gradient needs it. */
interface Pass {
  readonly images: number;
  /** Shapes of the input and of each layer's output. */
  readonly shapes: readonly ImageShape[];
  readonly x: Block;
  /** The outputs of all layers but the last, and what layers keep; empty if no gradient is needed. */
  readonly between: readonly Block[];
  readonly inner: readonly Block[];
  readonly y: Block;
}

const place = (at: number, image: number, shape: ImageShape) => at + 4 * image * sizeOf(shape);
