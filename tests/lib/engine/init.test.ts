import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** A fresh copy of the module, as a process that starts has it. */
async function fresh() {
  vi.resetModules();
  return (await import('../../../lib/engine/index.ts')).initEngine;
}

describe('initEngine', () => {
  let printed: string[];

  beforeEach(() => {
    vi.stubEnv('A3_ENGINE', '');
    printed = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test('says once which engine it took and why', async () => {
    const initEngine = await fresh();
    const info = await initEngine({ engine: 'cpu' });
    expect(info).toEqual({ engine: 'cpu', reason: 'asked for by the option `engine`', version: '4.22.0', threads: 1 });
    await initEngine();
    expect(printed).toEqual(['Engine: cpu (TensorFlow.js 4.22.0, 1 thread); asked for by the option `engine`.\n']);
  });

  test('prints nothing when quiet', async () => {
    const initEngine = await fresh();
    await initEngine({ engine: 'cpu', quiet: true });
    expect(printed).toEqual([]);
  });

  test('returns the same object again, also to calls at the same time', async () => {
    const initEngine = await fresh();
    const [first, second] = await Promise.all([initEngine({ quiet: true }), initEngine({ quiet: true })]);
    expect(second).toBe(first);
    expect(await initEngine({ engine: first.engine })).toBe(first);
    expect(['tensorflow', 'wasm']).toContain(first.engine);
  });

  test('switches when another engine is asked for', async () => {
    const initEngine = await fresh();
    await initEngine({ engine: 'cpu', quiet: true });
    expect(tf.getBackend()).toBe('cpu');
    expect((await initEngine({ engine: 'wasm', quiet: true })).engine).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
  });

  test('obeys A3_ENGINE, and the option before it', async () => {
    vi.stubEnv('A3_ENGINE', 'cpu');
    const initEngine = await fresh();
    expect(await initEngine({ quiet: true })).toMatchObject({ engine: 'cpu', reason: 'asked for by A3_ENGINE' });
    expect((await initEngine({ engine: 'wasm', quiet: true })).engine).toBe('wasm');
  });

  test('refuses a name it does not know', async () => {
    const initEngine = await fresh();
    await expect(initEngine({ engine: 'gpu' as 'cpu' })).rejects.toThrow(
      "Unknown engine 'gpu' in the option `engine`: expected one of auto, tensorflow, wasm, cpu.",
    );
    vi.stubEnv('A3_ENGINE', 'cuda');
    await expect(initEngine()).rejects.toThrow("Unknown engine 'cuda' in A3_ENGINE");
  });

  test('never replaces a forced engine: it says why and what to do', async () => {
    const initEngine = await fresh();
    await expect(initEngine({ engine: 'wasm', wasmDir: '/nowhere' })).rejects.toThrow(
      /The engine 'wasm', asked for by the option `engine`, cannot be used: there is no .*\.wasm in '\/nowhere'\. To fix this: /,
    );
  });
});
