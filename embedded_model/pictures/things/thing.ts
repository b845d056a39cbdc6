import type { Random } from '../../../lib/random.ts';
import type { Pen } from '../pen.ts';

/** A class of things: how one is drawn within [-1, 1] x [-1, 1], y downwards. */
export interface Thing {
  readonly name: string;
  /** Largest rotation from upright, radians. */
  readonly maxTurn: number;
  readonly draw: (pen: Pen, random: Random) => void;
}
