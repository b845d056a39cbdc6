import { expect, it } from 'vitest';
import { courseReceipt, type ReceiptSources } from '../../../grader/receipt.ts';

const course: ReceiptSources = {
  secret: 'one',
  fixtures: 'f'.repeat(64),
  model: {
    sha256: 'a'.repeat(64),
    description: 'SqueezeNet 1.1, weights from /home/staff/w.safetensors',
    source: '/home/staff/w.safetensors',
  },
  engine: { engine: 'wasm', reason: 'asked for', version: '4.22.0', threads: 1 },
};

it('is the same for the same harness, and says nothing of where staff keep the weights', async () => {
  const receipt = await courseReceipt(course);
  expect(receipt).toEqual(await courseReceipt(course));
  expect(receipt.harness).toMatch(/^[0-9a-f]{64}$/);
  expect(receipt.modelDescription).toBe('SqueezeNet 1.1, weights from w.safetensors');
  expect(receipt.engine).toBe('wasm, TensorFlow.js 4.22.0');
});

it('tells secrets apart, and does not give them away', async () => {
  const [one, other] = await Promise.all(['one', 'other'].map((secret) => courseReceipt({ ...course, secret })));
  expect(one?.secret).not.toBe(other?.secret);
  expect({ ...one, secret: '' }).toEqual({ ...other, secret: '' });
  expect(JSON.stringify(other)).not.toContain('"other"');
});

it('names the engine of the reference where it is not that of the sandboxes', async () => {
  const { engine } = await courseReceipt({ ...course, engine: { ...course.engine, engine: 'cpu' } });
  expect(engine).toBe('wasm (reference: cpu), TensorFlow.js 4.22.0');
});
