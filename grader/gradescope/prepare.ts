/** Run by setup.sh when the image is built: work that each container would otherwise do for its first submission. */
import { assignment } from '../../assignment/assignment.ts';
import { runMain } from '../../lib/errors.ts';
import { buildRuntime } from '../runtime/build.ts';

await runMain(async () => {
  const { dir } = await buildRuntime(assignment);
  console.log(`The sandbox's runtime is in ${dir}.`);
});
