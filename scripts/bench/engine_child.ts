/** A process of the engine benchmark: runs the requested jobs on one engine, stock or ours. Arguments: engine, side, pixels. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { makeSqueezeNet, type Network } from './squeezenet.ts';

export type Job = 'forward' | 'forward and backward';
export type Reply = { kind: 'ready' } | { kind: 'time'; ms: number } | { kind: 'failed'; message: string };

const [engine = '', side = '', pixels = ''] = process.argv.slice(2);
const send = (reply: Reply) => process.send!(reply);

async function startEngine(): Promise<void> {
  if (side === 'ours') {
    const { initEngine } = await import('../../lib/engine/index.ts');
    await initEngine({ engine: engine as 'tensorflow' | 'wasm' | 'cpu', quiet: true });
    return;
  }
  if (engine === 'tensorflow') await import('@tensorflow/tfjs-node' as string);
  if (engine === 'wasm') {
    const require = createRequire(import.meta.url);
    setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  }
  if (!(await tf.setBackend(engine))) throw new Error(`the backend ${engine} does not start`);
}

/** As in saliency maps: the gradient of one class's score with respect to the picture. */
function run(job: Job, network: Network, X: tf.Tensor4D): void {
  tf.tidy(() => {
    const score = (x: tf.Tensor) => tf.slice(network(x as tf.Tensor4D), [0, 281], [1, 1]).asScalar();
    // Returns nothing: tidy would search it for tensors, number by number.
    (job === 'forward' ? score(X) : tf.grad(score)(X)).dataSync();
  });
}

try {
  await startEngine();
  const network = makeSqueezeNet();
  const X = tf.randomNormal([1, Number(pixels), Number(pixels), 3], 0, 1, 'float32', 1) as tf.Tensor4D;
  process.on('message', (job: Job) => {
    const start = performance.now();
    run(job, network, X);
    send({ kind: 'time', ms: performance.now() - start });
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failed', message: (error as Error).message.split('\n')[0]! });
}
