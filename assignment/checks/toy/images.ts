/** Images for the toy network, each with the class to explain. */

import type { Random } from '#lib/random.ts';
import { int32, normalArray } from '#lib/tensor/array.ts';
import { withTwins } from '../labeled.ts';
import { TOY_CLASSES, TOY_SIZE, toyWeights } from './network.ts';

/** N images, the last two equal, with distinct labels, and the network's weights. */
export const toyTwins = (N: number, layers?: number) => (random: Random) => ({
  X: withTwins(normalArray(random, [N, ...TOY_SIZE, 3])),
  y: int32([N], random.shuffle([...Array(TOY_CLASSES).keys()]).slice(0, N)),
  weights: toyWeights(random, layers),
});
