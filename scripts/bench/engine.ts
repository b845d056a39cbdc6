/**
 * What one gradient of SqueezeNet 1.1 costs with TensorFlow.js's own kernels ("stock") and with ours.
 *
 * Stock runs in a process of its own that never imports lib/engine, so nothing of ours can touch it. The two take turns,
 * one run each, so that whatever else the machine does falls on both.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, Reply } from './engine_child.ts';

const ENGINES = ['tensorflow', 'wasm', 'cpu'] as const;
const SIDES = ['stock', 'ours'] as const;
/** One picture of this side, as the issue measures it; pure JavaScript is a hundred times slower and gets a small one. */
const PIXELS = { tensorflow: 224, wasm: 224, cpu: 64 };
const JOBS: Job[] = ['forward', 'forward and backward'];

export async function benchEngine({ runs }: { runs: number }): Promise<void> {
  console.log('Engine: SqueezeNet 1.1, one picture, medians in ms; stock is TensorFlow.js without lib/engine');
  for (const engine of ENGINES) {
    const pixels = PIXELS[engine];
    const children = SIDES.map((side) => start(engine, side, pixels));
    try {
      const failure = (await Promise.all(children.map(receive))).find((reply) => reply.kind === 'failed');
      if (failure?.kind === 'failed') {
        console.log(`  ${engine}: does not load (${failure.message})`);
        continue;
      }
      for (const job of JOBS) console.log(`  ${engine}, ${pixels}×${pixels}, ${await compare(children, job, runs)}`);
    } finally {
      for (const child of children) child.kill();
    }
  }
}

function start(engine: string, side: string, pixels: number): ChildProcess {
  const file = fileURLToPath(new URL('./engine_child.ts', import.meta.url));
  return fork(file, [engine, side, String(pixels)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}

async function receive(child: ChildProcess): Promise<Reply> {
  const exit = once(child, 'exit').then(
    ([code]): Reply => ({ kind: 'failed', message: `the process ended with ${code}` }),
  );
  return Promise.race([once(child, 'message').then(([reply]) => reply as Reply), exit]);
}

async function timeOnce(child: ChildProcess, job: Job): Promise<number> {
  child.send(job);
  const reply = await receive(child);
  if (reply.kind !== 'time') throw new Error(`bench: a run of '${job}' gave no time: ${JSON.stringify(reply)}`);
  return reply.ms;
}

async function compare(children: ChildProcess[], job: Job, runs: number): Promise<string> {
  const times: number[][] = children.map(() => []);
  for (let run = -2; run < runs; run++) {
    for (const [i, child] of children.entries()) {
      const ms = await timeOnce(child, job);
      if (run >= 0) times[i]!.push(ms); // the first two warm up
    }
  }
  const [stock, ours] = times.map(median) as [number, number];
  return `${job}: stock ${stock.toFixed(0)}, ours ${ours.toFixed(0)}, ratio ${(ours / stock).toFixed(2)}`;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
