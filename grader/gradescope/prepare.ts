/** Run by setup.sh when the image is built: what would else be done for the first submission of every container. */
import { assignment } from '../../assignment/assignment.ts';
import { runMain } from '../../lib/errors.ts';
import { buildRuntime } from '../runtime/build.ts';

await runMain(async () => {
  const { dir } = await buildRuntime(assignment);
  console.log(`The sandbox's runtime is in ${dir}.`);
});
