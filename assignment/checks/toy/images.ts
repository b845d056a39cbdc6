/** Images for the toy network, with the classes they are asked about. */

import type { Random } from '#lib/random.ts';
import { int32, normalArray } from '#lib/tensor/array.ts';
import { withTwins } from '../labeled.ts';
import { TOY_CLASSES, TOY_SIZE, toyWeights } from './network.ts';

/** N images, the last two equal, no two labels equal, and the weights of the network that sees them. */
export const toyTwins = (N: number, layers?: number) => (random: Random) => ({
  X: withTwins(normalArray(random, [N, ...TOY_SIZE, 3])),
  y: int32([N], random.shuffle([...Array(TOY_CLASSES).keys()]).slice(0, N)),
  weights: toyWeights(random, layers),
});
