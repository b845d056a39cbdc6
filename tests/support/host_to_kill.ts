/** A grader that runs an endless loop: tests/grader/sandbox/how_a_sandbox_ends.test.ts kills it. Says "running" once the loop runs. */
import { assignment } from '../../assignment/assignment.ts';
import { buildRuntime } from '../../grader/runtime/build.ts';
import { defaultLimits, startSandbox } from '../../grader/sandbox/index.ts';
import { seededSqueezeNetArrays } from '../../lib/models/seeded_squeezenet.ts';
import { hostileModule, module } from '../../scripts/support/hostile.ts';

const model = { arrays: seededSqueezeNetArrays({ numClasses: 10 }), metadata: {}, source: 'seeded' };
const sandbox = await startSandbox({
  runtime: await buildRuntime(assignment),
  model,
  limits: defaultLimits,
  dependencies: [],
});
const loading = sandbox.load(module, hostileModule({ atImport: 'for (;;);' }));
setTimeout(() => console.log('running'), 500);
await loading;
