/** Help in three steps with each function, for a student who is stuck (`npm test -- gram --hint`). */
import type { Guidance } from '../harness/assignment.ts';
import type { Subject } from '../harness/check.ts';
import { subjects } from './checks/subjects.ts';

const guidance: Partial<Record<keyof typeof subjects, Guidance>> = {
  saliencyMap: {
    property:
      'No value is negative; an image has the same map alone and in a batch; scores 3 times as large give maps 3 times as large.',
    method:
      'Write a function of the images that returns one number, the sum of their own scores: `model.scores(X)` times the one-hot labels, summed. Take its gradient with `tf.grad`, then absolute values, then the maximum over the last axis.',
    formula:
      'M[n,h,w] = max over c of |∂s/∂X[n,h,w,c]|, where s = Σₙ scores(X)[n, y[n]] (Simonyan et al. 2014, section 3).',
  },
  guidedRelu: {
    property:
      'Its values are those of an ordinary ReLU. Its gradient is never negative, and 0 wherever x is not positive.',
    method:
      '`gradFunc(dy, saved)` returns the gradient. Start from dy and set to 0 what must not pass: `tf.step(x)` is 1 where x > 0 and 0 elsewhere, and `tf.relu(dy)` keeps what is positive. x is in `saved`, in the order in which it was saved.',
    formula: 'y = max(x, 0); ∂L/∂x = dy · [x > 0] · [dy > 0] (Springenberg et al. 2015, section 3.4).',
  },
  guidedBackprop: {
    property:
      'With an ordinary ReLU it would be the gradient whose magnitudes the saliency map takes. Both signs occur.',
    method:
      'Write the saliency map again with `model.withRelu(guidedRelu)` in place of `model`, and stop at the gradient: no absolute value, no maximum.',
    formula: 'G[n,h,w,c] = ∂s/∂X[n,h,w,c], where s = Σₙ scores(X)[n, y[n]] of the network with guided ReLUs.',
  },
  gradCamMap: {
    property:
      'No value is negative; each map has the height and width of the last feature map; an image has the same map alone and in a batch.',
    method:
      'A is the last entry of `model.features(X)`. The sum of the images’ own scores, as a function of A (`model.forwardFrom`), has a gradient of A’s shape. Its mean over height and width (`keepDims`) is α: multiply A by it, sum over the channels, and apply the ReLU last.',
    formula:
      'α[n,c] = 1/(h·w) Σᵢⱼ ∂s/∂A[n,i,j,c]; M[n,i,j] = max(0, Σ_c α[n,c] · A[n,i,j,c]) (Selvaraju et al. 2017, equations 1 and 2).',
  },
  guidedGradCam: {
    property: 'Where `this.gradCam` is 0 it is 0 in every channel; elsewhere it has the sign of guided backprop.',
    method:
      'Take both from `this`, give the map a last axis of size 1, and multiply: the map is then used for all three colors.',
    formula:
      'R[n,h,w,c] = G[n,h,w,c] · C[n,h,w], with G from guidedBackprop and C from gradCam (Selvaraju et al. 2017, section 3.2).',
  },
  makeFoolingImage: {
    property:
      'An image that is already classified as the target comes back unchanged. One step is exactly `learningRate` long, as a vector.',
    method:
      'In a loop of at most `maxIterations`: scores of the current image; return it if `argMax` is the target; else the gradient of the one score `scores[0, targetY]`, divided by its norm, times `learningRate`, is added to the image.',
    formula:
      'X ← X + learningRate · g / ‖g‖₂, where g = ∂ scores(X)[0, targetY] / ∂X, until argmax scores(X) = targetY.',
  },
  ascentStep: {
    property:
      'The new image differs from the old by a vector of length `learningRate`. A larger `l2Reg` pulls every value more toward 0, the mean color.',
    method:
      'Write the objective as one function of the image: the score minus `l2Reg` times the sum of the squares of all values. Its gradient, divided by its norm, times `learningRate`, is added to the image.',
    formula:
      'img + learningRate · g / ‖g‖₂, where g = ∂/∂img (scores(img)[0, targetY] − l2Reg · Σ img²) (Simonyan et al. 2014, section 2).',
  },
  captumSaliency: {
    property: 'It has the shape of X and no negative value; its maximum over the channels is your saliency map.',
    method:
      'One object and one call: construct it with the model; give `attribute` the images and, as `target`, the labels.',
    formula: '|∂s/∂X|, where s = Σₙ scores(X)[n, y[n]]: `new Saliency(model).attribute(X, …)`.',
  },
  captumGuidedBackprop: {
    property: 'It equals your own guided backprop.',
    method: 'As with `Saliency`, from the class `GuidedBackprop`; nothing comes after it.',
    formula: '∂s/∂X of the network with guided ReLUs: `new GuidedBackprop(model).attribute(X, …)`.',
  },
  captumGuidedGradCam: {
    property: 'It is 0 wherever the Grad-CAM map of the last layer is 0.',
    method:
      'The constructor takes the model and the layer; the last layer is number `model.features(X).length - 1`. `attribute` is as before.',
    formula:
      'Guided backprop times the enlarged (nearest) Grad-CAM map: `new GuidedGradCam(model, last).attribute(X, …)`.',
  },
  captumLayerGradCam: {
    property: 'No value is negative, and squares of pixels share a value: the layer is smaller than the image.',
    method:
      '`LayerGradCam` takes the model and the layer; `attribute` takes `target` and `reluAttributions`. Enlarge the map to the height and width of X with `LayerAttribution.interpolate`.',
    formula: 'max(0, Σ_c α[n,c] · A[n,i,j,c]) on layer `layer`, repeated up to [N,H,W,1].',
  },
  captumLayerConductance: {
    property:
      'Both signs occur. Summed over a layer, before mean and enlargement, it is about the score of the image minus that of black.',
    method:
      '`LayerConductance` takes the model and the layer; `attribute` takes `target` and `nSteps`. Then the mean over the channels (keep the axis), then `LayerAttribution.interpolate`.',
    formula:
      'mean over c of Σ_k ∂s/∂A_c(X_k) · (A_c(X_{k+1}) − A_c(X_k)), along the line from 0 to X, enlarged (Dhamdhere et al. 2019).',
  },
  contentLoss: {
    property:
      'It is 0 if both feature maps are equal, and doubles if the weight does. Features twice as far apart give 4 times the loss.',
    method:
      'Subtract, square, sum everything, multiply by the weight. Only methods of tensors: the gradient has to pass.',
    formula: 'w_c · Σ (F − P)², over images, positions and channels (Gatys et al. 2016, section 2.2, without 1/2).',
  },
  gramMatrix: {
    property:
      'It equals its transpose. Its diagonal holds each channel’s sum of squares, so it is not negative. Shuffled pixels change nothing.',
    method:
      'Make each image a matrix with one row for each position and one column for each channel, then multiply it by itself, transposed on the left: positions are what is summed over, channels what remains. Divide last, if `normalize` says so.',
    formula:
      'G[n] = F[n]ᵀ F[n], with F[n] reshaped to [H·W, C]; divided by H · W · C (Gatys et al. 2016, section 2.3).',
  },
  styleLoss: {
    property:
      'It is 0 if the targets are the features’ own Gram matrices. Layers that are not in `styleLayers` change nothing.',
    method:
      'i counts targets and weights, `styleLayers[i]` counts features. For each i: the normalized Gram matrix, minus target i, squared, summed, times weight i; add it to a loss that starts as `tf.scalar(0)`.',
    formula: 'Σᵢ wᵢ · Σ (gram(feats[styleLayers[i]]) − Aᵢ)².',
  },
  tvLoss: {
    property:
      'It is 0 for an image of one color, and stays the same if a constant is added to all values, or the image is flipped.',
    method:
      'Cut the image twice along the height, once without its first row and once without its last, and subtract the one from the other: all vertical pairs. The same along the width. Square, sum both, add, multiply by the weight.',
    formula:
      'w_t · (Σ (x[n,i+1,j,c] − x[n,i,j,c])² + Σ (x[n,i,j+1,c] − x[n,i,j,c])²) (Mahendran & Vedaldi 2015, section 3.2, β = 2).',
  },
  styleTransferStep: {
    property:
      'The returned loss belongs to the image before the step. Step `decayLrAt` itself already has the lower rate.',
    method:
      'Set `optimizer.learningRate` if it is time. Then one `optimizer.minimize` with a function that computes the features of `img`, the three losses from them, and their sum. It returns the loss as a scalar; the step returns it as a number.',
    formula:
      'L(img) = content(F[contentLayer]) + style(F) + tv(img), with F = model.features(img); img ← one step of the optimizer on L (Gatys et al. 2016, section 2.3).',
  },
};

const bySubject = new Map<Subject, Guidance>(
  Object.entries(guidance).map(([key, help]) => [subjects[key as keyof typeof subjects], help]),
);

export const guidanceOn = (subject: Subject): Guidance | undefined => bySubject.get(subject);
