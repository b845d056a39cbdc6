/** esbuild for what the grader builds for itself. */
import { stop } from 'esbuild';

let working = 0;

/** Ends esbuild's process after the last of those that use it: after bundling TypeScript it would keep 170 MiB. */
export async function withEsbuild<T>(work: () => Promise<T>): Promise<T> {
  working++;
  try {
    return await work();
  } finally {
    working--;
    if (working === 0) await stop();
  }
}
