/** A grader that runs an endless loop: tests/grader/sandbox/how_a_sandbox_ends.test.ts kills it. Says "running" once the loop runs. */
import { assignment } from '../../assignment/assignment.ts';
import { defaultLimits } from '../../grader/limits.ts';
import { buildRuntime } from '../../grader/runtime/build.ts';
import { tree, usageOf } from '../../grader/sandbox/proc.ts';
import { startSandbox } from '../../grader/sandbox/sandbox.ts';
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
const used = () => usageOf(tree(process.pid).slice(1)).cpuMs;
const before = used(); // idle until now: what it uses from here on is the loop's
const timer = setInterval(() => {
  if (used() < before + 200) return;
  clearInterval(timer);
  console.log('running');
}, 10);
await loading;
