/** Shapley values of a cooperative game, estimated from random orders of its players. */
import type { Random } from '../random.ts';

/**
 * The payoff of each coalition.
 *
 * @param coalitions for each one entry per player: 1 if the player takes part, else 0
 */
export type Payoffs = (coalitions: readonly Uint8Array[]) => ArrayLike<number>;

export interface ShapleyEstimate {
  /** One for each player. They add up to payoff(all) − payoff(none), whatever the number of orders. */
  readonly values: Float64Array;
  /** Of each value, from the spread of the samples; NaN for a single one. */
  readonly standardErrors: Float64Array;
}

/**
 * The mean over random orders of what each player adds to those before it: unbiased (Castro, Gómez, Tejada, Polynomial
 * Calculation of the Shapley Value Based on Sampling, 2009). One order costs as many payoffs as there are players.
 *
 * Antithetic: each order is followed by its reverse, and both together are one sample. Then a player meets every other player
 * before it exactly once, so that games of single players and pairs are exact after one sample.
 *
 * @param samples the number of orders, or of pairs if antithetic
 */
export function sampleShapleyValues(
  payoffs: Payoffs,
  players: number,
  { samples, antithetic, random }: { samples: number; antithetic: boolean; random: Random },
): ShapleyEstimate {
  const [none, all] = payoffs([new Uint8Array(players), new Uint8Array(players).fill(1)]) as [number, number];
  const everyone = Array.from({ length: players }, (_, i) => i);
  const values = new Float64Array(players);
  const squares = new Float64Array(players);
  for (let sample = 1; sample <= samples; sample++) {
    const order = random.shuffle(everyone);
    const orders = antithetic ? [order, order.toReversed()] : [order];
    const contributions = new Float64Array(players);
    for (const each of orders) addContributions(contributions, payoffs, each, none, all);
    for (let i = 0; i < players; i++) {
      // Updates the mean, and the sum of squared deviations from it (Welford 1962).
      const difference = contributions[i]! / orders.length - values[i]!;
      values[i]! += difference / sample;
      squares[i]! += difference * difference * (1 - 1 / sample);
    }
  }
  return { values, standardErrors: squares.map((square) => Math.sqrt(square / (samples * (samples - 1)))) };
}

function addContributions(
  contributions: Float64Array,
  payoffs: Payoffs,
  order: readonly number[],
  none: number,
  all: number,
): void {
  const coalition = new Uint8Array(order.length);
  const coalitions = order.slice(0, -1).map((player) => {
    coalition[player] = 1;
    return coalition.slice();
  });
  const inner = coalitions.length > 0 ? payoffs(coalitions) : [];
  let before = none;
  order.forEach((player, position) => {
    const now = position === order.length - 1 ? all : inner[position]!;
    contributions[player]! += now - before;
    before = now;
  });
}
