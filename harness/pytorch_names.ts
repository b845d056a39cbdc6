/** What methods and attributes of PyTorch's tensors are called here. */

const GRADIENT = 'tensors hold no gradients, so write f as a function of x, and take `tf.grad(f)(x)`';
const NEEDLESS = 'leave it out, there is no need for it here';
const IN_PLACE = 'tensors do not change here, but `x = x.add(...)` gives a new one';

const NAMES: Readonly<Record<string, string>> = {
  backward: GRADIENT,
  grad: GRADIENT,
  requires_grad: GRADIENT,
  requires_grad_: GRADIENT,
  zero_grad: NEEDLESS,
  detach: NEEDLESS,
  cpu: NEEDLESS,
  cuda: NEEDLESS,
  to: NEEDLESS,
  contiguous: NEEDLESS,
  view: '`reshape([...])`',
  permute: '`transpose([...])`',
  t: '`transpose()`',
  T: '`transpose()`',
  unsqueeze: '`expandDims(axis)`',
  dim: '`rank`, without parentheses',
  ndim: '`rank`',
  item: '`dataSync()[0]`',
  numpy: '`arraySync()`',
  tolist: '`arraySync()`',
  clamp: '`clipByValue(min, max)`',
  clamp_: '`clipByValue(min, max)`',
  amax: '`max(axis)`',
  amin: '`min(axis)`',
  argmax: '`argMax(axis)`',
  mm: '`tf.matMul(a, b)`',
  bmm: '`tf.matMul(a, b)`, for any number of matrices',
  matmul: '`tf.matMul(a, b)`',
  float: "`cast('float32')`",
  long: "`cast('int32')`",
  int: "`cast('int32')`",
  type: "`cast('float32')`",
  repeat: '`tile([...])`',
  expand: '`broadcastTo([...])`',
  expand_as: '`broadcastTo(y.shape)`',
  cat: '`tf.concat([a, b], axis)`',
  index_select: '`gather(indices, axis)`',
  masked_fill: '`tf.where(condition, a, b)`',
  zeros_like: '`tf.zerosLike(x)`',
  ones_like: '`tf.onesLike(x)`',
  one_hot: '`tf.oneHot(y, classes)`',
  add_: IN_PLACE,
  sub_: IN_PLACE,
  mul_: IN_PLACE,
  div_: IN_PLACE,
  copy_: IN_PLACE,
  fill_: IN_PLACE,
};

/** What TypeScript or JavaScript says of a name that is not there. */
const MISSING =
  /Property '(\w+)' does not exist on type '[^']*(?:Tensor|Scalar|Variable|tfjs)|\b\w+\.(\w+) is not a function/;

/** @returns what to write instead, if a message complains of a name that is PyTorch's */
export function translate(message: string): string | undefined {
  const [, property, method] = MISSING.exec(message) ?? [];
  const name = property ?? method;
  if (name === 'size')
    return '`size` is PyTorch’s: here `x.shape` is the list of sizes, and `x.size`, a number, counts all entries.';
  const here = name !== undefined && Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  return here && `\`${name}\` is PyTorch’s: ${here.startsWith('`') ? `here it is ${here}` : here}.`;
}
