/** What a sandbox does for an honest grader; tests/grader/sandbox/containment.test.ts has the others. */

import { describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { checks } from '../../../assignment/checks/index.ts';
import { defaultLimits } from '../../../grader/limits.ts';
import { buildRuntime } from '../../../grader/runtime/build.ts';
import { runJob } from '../../../grader/sandbox/run_job.ts';
import { type StartSandbox, startSandbox } from '../../../grader/sandbox/sandbox.ts';
import type { SandboxOutcome, Stopped } from '../../../grader/types.ts';
import { seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import { Random } from '../../../lib/random.ts';
import { attacked, containment, hostileModule, leftovers, module, tasks } from '../../../scripts/support/hostile.ts';

const runtime = await buildRuntime(assignment);
const model = { arrays: seededSqueezeNetArrays({ numClasses: 10 }), metadata: {}, source: 'seeded' };
const base = { runtime, model, limits: defaultLimits, module };
const honest = hostileModule({});

describe('a sandbox', () => {
  it('is started before the module is known, and closed without a trace', async () => {
    const sandbox = await startSandbox({ ...base, dependencies: [] });
    expect(await sandbox.load(module, honest)).toEqual({ kind: 'loaded' });
    expect(await sandbox.run(tasks[0]!)).toMatchObject({ kind: 'answered' });
    expect(sandbox.ended).toBe(false);
    if (process.platform === 'linux') expect(sandbox.peakRssBytes).toBeGreaterThan(2 ** 20);
    await sandbox.close();
    expect(leftovers()).toEqual([]);
    expect(await sandbox.run(tasks[0]!)).toMatchObject({ kind: 'stopped' });
  });

  it('that cannot get ready is the grader’s fault', async () => {
    const broken = { ...model, arrays: { ...model.arrays, foreign: model.arrays['classifier.1.bias']! } };
    await expect(startSandbox({ ...base, model: broken, dependencies: [] })).rejects.toThrow(
      /did not get ready: .*foreign/s,
    );
    expect(leftovers()).toEqual([]);
  });

  it('refuses a task whose reference dependencies it does not have', async () => {
    const sandbox = await startSandbox({ ...base, dependencies: [] });
    try {
      await sandbox.load(module, honest);
      await expect(
        sandbox.run({ ...tasks[0]!, checkId: 'styleLoss.value', dependencies: ['gramMatrix'] }),
      ).rejects.toThrow('styleLoss.value needs the reference dependencies gramMatrix; its sandbox has nothing');
    } finally {
      await sandbox.close();
    }
  });
});

describe('a job', () => {
  const code = `
    import * as tf from '../runtime/tfjs.js';
    let calls = 0;
    export class StyleLoss {
      gramMatrix(features) { throw new Error('own gramMatrix, call ' + ++calls); }
      forward(feats, layers, targets, weights) {
        return tf.addN(layers.map((layer, i) =>
          tf.sum(tf.squaredDifference(this.gramMatrix(feats[layer]), targets[i])).mul(weights[i])));
      }
    }`;
  const random = new Random('dependencies');
  const task = (id: string, ...dependencies: string[]) => {
    const check = checks.find((check) => check.id.startsWith(id))!;
    return { checkId: check.id, dependencies, inputs: check.inputs(random, { numClasses: 10 }) };
  };

  it('gives reference dependencies only to tasks that run with them, in a process of their own', async () => {
    const mixed = [task('styleLoss.value', 'gramMatrix'), task('gramMatrix.value'), task('styleLoss.value')];
    const told: number[] = [];
    const { outcomes, durationsMs } = await runJob(
      { ...base, module: 'style_modules/style_loss.ts', code, tasks: mixed },
      (index) => told.push(index),
    );
    expect(outcomes[0]).toMatchObject({ kind: 'answered' });
    // Counted from 1 in the process that has the student's own, and never there where the right one is.
    expect(outcomes[1]).toEqual({ kind: 'threw', message: 'Error: own gramMatrix, call 1' });
    expect(outcomes[2]).toEqual({ kind: 'threw', message: 'Error: own gramMatrix, call 2' });
    expect(told).toEqual([1, 2, 0]);
    expect(durationsMs).toHaveLength(3);
  });

  it('tries again what ended as we or the system end a process, and then lets it count', async () => {
    const ends = (code: string) =>
      runJob({ ...base, code: hostileModule({ inCheck: code }), tasks: [tasks[attacked]!] });
    let started = 0;
    const count: StartSandbox = (options) => {
      started++;
      return startSandbox(options);
    };
    const code = hostileModule({ inCheck: 'process.exit(70);' });
    const { outcomes } = await runJob({ ...base, code, tasks }, undefined, count);
    expect(outcomes[attacked]).toMatchObject({ reason: 'crashed', message: 'it ended with exit code 70' });
    expect(outcomes.filter(({ kind }) => kind === 'answered')).toHaveLength(tasks.length - 1);
    expect(started).toBe(4); // three tries, and one for the rest
    expect((await ends('process.exit(1);')).outcomes[0]).toMatchObject({ reason: 'exited' });
  });

  it('charges nothing for an end that does not come again', async () => {
    const killed: Stopped = { kind: 'stopped', reason: 'crashed', mayBeOurs: true };
    const answered = { kind: 'answered', answers: {} } as const;
    const ends: SandboxOutcome[] = [killed, answered];
    const held = await containment();
    const start = (async () => {
      const sandbox = {
        ended: false,
        containment: held,
        peakRssBytes: 0,
        usedWallMs: 0,
        output: '',
        close: async () => {},
      };
      const run = async () => {
        sandbox.ended = true;
        return ends.shift()!;
      };
      return Object.assign(sandbox, { load: async () => ({ kind: 'loaded' }), run });
    }) as unknown as StartSandbox;
    const { outcomes } = await runJob({ ...base, code, tasks: tasks.slice(0, 1) }, undefined, start);
    expect(outcomes).toEqual([answered]);
  });

  it('reads no answer that is much larger than a right one, and keeps of the others what it is told to', async () => {
    const large = `
      import * as tf from '../runtime/tfjs.js';
      export class ContentLoss { forward() { return tf.zeros([1000, 1000]); } }`;
    const outcomes = async (bytes: number) =>
      (
        await runJob({
          ...base,
          code: large,
          tasks: tasks.slice(0, 2),
          answerBytes: async () => bytes,
          keep: async (_, { kind }) => ({ kind: 'threw', message: kind }),
        })
      ).outcomes.map((outcome) => 'message' in outcome && outcome.message);
    expect(await outcomes(4e6)).toEqual(['answered', 'answered']);
    expect(await outcomes(4e6 - 1)).toEqual(['stopped', 'stopped']);
  });

  it('without tasks starts nothing and says what would hold', async () => {
    const result = await runJob({ ...base, code: 'for (;;);', tasks: [] });
    expect(result).toMatchObject({ outcomes: [], stdoutTail: '' });
    expect(result.containment.held.length).toBeGreaterThan(0);
  });

  it('keeps what was printed first', async () => {
    const printing = hostileModule({ atImport: "console.log('hello'); console.error('there');" });
    const { stdoutTail } = await runJob({ ...base, code: printing, tasks: tasks.slice(0, 1) });
    expect(stdoutTail).toContain('hello');
    expect(stdoutTail).toContain('there');
  });
});
