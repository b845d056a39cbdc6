/** How errors and tolerances are formatted for students. */

/** `0.0`, `2.5e-7`, `0.31`: a maximum relative error as shown to students; a small one never reads as 0. */
export function formatError(error: number): string {
  if (error === 0) return '0.0';
  return error >= 0.001 && error < 1000 ? String(Number(error.toPrecision(2))) : error.toExponential(1);
}

/** `1e-4` */
export function formatTolerance(tolerance: number): string {
  return tolerance.toExponential().replace('e+', 'e');
}
