/** The content loss and the total variation loss. */
import type * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import type { Losses } from '../../../lib/style_transfer.ts';
import { heldOutOf } from './held_out.ts';

const content = heldOutOf<Losses['contentLoss']['forward']>(subjects.contentLoss, (forward) => ({
  ContentLoss: class {
    forward = forward;
  },
}));
const contentVariants = [
  content('contentLoss.perPosition', 'summed over the channels, averaged over the positions', (w, F, P) =>
    F.sub(P).square().sum(-1).mean().mul(w),
  ),
  content(
    'contentLoss.weightTwice',
    'the weight counts twice',
    (w, F, P) => F.sub(P).square().sum().mul(w).mul(w),
    'contentLoss.weightIn',
  ),
  content(
    'contentLoss.halfMean',
    'half the mean',
    (w, F, P) => F.sub(P).square().mean().mul(0.5).mul(w),
    'contentLoss.mean',
    'contentLoss.half',
  ),
];

const tv = heldOutOf<Losses['tvLoss']['forward']>(subjects.tvLoss, (forward) => ({
  TotalVariationLoss: class {
    forward = forward;
  },
}));
/** The squared differences between each pixel and the one so many rows and columns further on. */
const apart = (img: tf.Tensor4D, rows: number, columns: number): tf.Tensor => {
  const [N, H, W, C] = img.shape;
  const size: [number, number, number, number] = [N, H - rows, W - columns, C];
  return img
    .slice([0, rows, columns, 0], size)
    .sub(img.slice([0, 0, 0, 0], size))
    .square();
};
const tvVariants = [
  tv('tvLoss.isotropic', 'β = 1: the length of the gradient of each pixel', (img, w) => {
    const [N, H, W, C] = img.shape;
    const inner = [N, H - 1, W - 1, C];
    const lengths = apart(img, 1, 0)
      .slice([0, 0, 0, 0], inner)
      .add(apart(img, 0, 1).slice([0, 0, 0, 0], inner));
    return lengths.add(1e-8).sqrt().sum().mul(w);
  }),
  tv('tvLoss.lastRow', 'horizontal pairs of the last row are left out', (img, w) => {
    const [N, H, W, C] = img.shape;
    const horizontal = apart(img, 0, 1).slice([0, 0, 0, 0], [N, H - 1, W - 1, C]);
    return apart(img, 1, 0).sum().add(horizontal.sum()).mul(w);
  }),
  tv('tvLoss.zeroPad', 'the last row and column are compared with 0', (img, w) => {
    const below = img.pad([
      [0, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ]) as tf.Tensor4D;
    const beside = img.pad([
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 0],
    ]) as tf.Tensor4D;
    return apart(below, 1, 0)
      .sum()
      .add(apart(beside, 0, 1).sum())
      .mul(w);
  }),
  tv(
    'tvLoss.twiceMeans',
    'twice the means, as in a well-known PyTorch module',
    (img, w) =>
      apart(img, 1, 0)
        .mean()
        .add(apart(img, 0, 1).mean())
        .mul(2 * w),
    'tvLoss.mean',
  ),
];

export const lossVariants = [...contentVariants, ...tvVariants];
