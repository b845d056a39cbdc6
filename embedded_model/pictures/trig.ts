/**
 * Sine and cosine using only additions and multiplications. `Math.sin` may differ in its last bit between versions of V8, and
 * the pictures must have the same bytes on every machine. Absolute error below 1e-9.
 */
const TURN = 2 * Math.PI;

/** Sine of an angle in radians. */
export function sin(angle: number): number {
  let turns = angle / TURN;
  turns -= Math.floor(turns + 0.5);
  if (turns > 0.25) turns = 0.5 - turns;
  else if (turns < -0.25) turns = -0.5 - turns;
  const a = TURN * turns;
  const s = a * a;
  // Taylor's series to the 13th power; on [-pi/2, pi/2] the next term is below 7e-10.
  return a * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * (1 - (s / 110) * (1 - s / 156))))));
}

/** Cosine of an angle in radians. */
export function cos(angle: number): number {
  return sin(angle + Math.PI / 2);
}
