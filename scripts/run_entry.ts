/** `npm run saliency_map` and the other entry scripts: runs the target's file of that name. */

import { handout } from '../assignment/handout.ts';
import { openTarget } from '../harness/runner/target.ts';
import { CourseError, runMain } from '../lib/errors.ts';

await runMain(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const { entryScripts } = handout;
  if (!entryScripts.includes(name)) throw new CourseError(`Expected one of ${entryScripts.join(', ')}, got "${name}".`);
  // Our own option is taken out; the script reads the rest.
  const at = args.indexOf('--target');
  const [, folder = 'skeleton'] = at < 0 ? [] : args.splice(at, 2);
  const target = await openTarget(folder);
  const entry = await target.load(`${name}.ts`);
  await entry.main(args);
});
