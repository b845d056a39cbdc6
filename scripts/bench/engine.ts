/**
 * The cost of one gradient of SqueezeNet 1.1 with TensorFlow.js's own kernels ("stock") and with ours.
 *
 * Stock runs in a separate process that never imports lib/engine, so our code cannot affect it. The two alternate, one run
 * each, so that other load on the machine affects both.
 */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ENGINE_NAMES } from '../../lib/engine/names.ts';
import type { Job, Reply } from './engine_child.ts';
import { median } from './statistics.ts';

const SIDES = ['stock', 'ours'] as const;
/** Side of the one picture; pure JavaScript is a hundred times slower and gets a small one. */
const PIXELS = { tensorflow: 224, wasm: 224, cpu: 64 };
const JOBS: Job[] = ['forward', 'forward and backward'];

export async function benchEngine({ runs }: { runs: number }): Promise<void> {
  console.log('Engine: SqueezeNet 1.1, one picture, medians in ms; stock is TensorFlow.js without lib/engine');
  for (const engine of ENGINE_NAMES) {
    const pixels = PIXELS[engine];
    const runners = SIDES.map((side) => start(engine, side, pixels));
    try {
      const replies = await Promise.all(runners.map((runner) => runner.receive()));
      const failed = replies.find((reply) => reply.kind === 'failed');
      if (failed !== undefined) {
        console.log(`  ${engine}: does not load (${failed.message})`);
        continue;
      }
      for (const job of JOBS) console.log(`  ${engine}, ${pixels}×${pixels}, ${await compare(runners, job, runs)}`);
    } finally {
      for (const runner of runners) runner.stop();
    }
  }
}

interface Runner {
  receive(): Promise<Reply>;
  time(job: Job): Promise<number>;
  stop(): void;
}

function start(engine: string, side: string, pixels: number): Runner {
  const file = fileURLToPath(new URL('./engine_child.ts', import.meta.url));
  const child = fork(file, [engine, side, String(pixels)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const messages = on(child, 'message', { close: ['exit'] });
  const receive = async (): Promise<Reply> => {
    const { done, value } = await messages.next();
    return done
      ? { kind: 'failed', message: `its process ended, with ${child.signalCode ?? child.exitCode}` }
      : value[0];
  };
  const time = async (job: Job) => {
    child.send(job);
    const reply = await receive();
    if (reply.kind !== 'time')
      throw new Error(`bench: '${job}' on ${engine} (${side}) failed: ${JSON.stringify(reply)}`);
    return reply.ms;
  };
  return { receive, time, stop: () => child.kill() };
}

async function compare(runners: Runner[], job: Job, runs: number): Promise<string> {
  const times: number[][] = runners.map(() => []);
  for (let run = -2; run < runs; run++) {
    for (const [i, runner] of runners.entries()) {
      const ms = await runner.time(job);
      if (run >= 0) times[i]!.push(ms); // the first two warm up
    }
  }
  const [stock, ours] = times.map(median) as [number, number];
  return `${job}: stock ${stock.toFixed(0)}, ours ${ours.toFixed(0)}, ratio ${(ours / stock).toFixed(2)}`;
}
