import { Worker } from 'node:worker_threads';
import type { Batch, BatchRequest } from './batches.ts';

// On Node 20 a thread does not inherit tsx's loader, so it registers the loader before it loads TypeScript.
const WORKER = new URL('./drawing_worker.ts', import.meta.url).href;
const BOOTSTRAP = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${JSON.stringify(WORKER)}); });`;

/** Draws batches in a separate thread while the engine works on the previous one. Replies come in the order of the requests. */
export class DrawingThread {
  private readonly worker = new Worker(BOOTSTRAP, { eval: true });
  private readonly waiting: { resolve: (batch: Batch) => void; reject: (error: Error) => void }[] = [];
  private failure: Error | undefined;

  constructor() {
    this.worker.on('message', (batch: Batch) => this.waiting.shift()?.resolve(batch));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) => this.fail(new Error(`The drawing thread ended early (exit code ${code}).`)));
  }

  draw(request: BatchRequest): Promise<Batch> {
    if (this.failure) return Promise.reject(this.failure);
    const answer = new Promise<Batch>((resolve, reject) => this.waiting.push({ resolve, reject }));
    // The request is awaited one step later; until then a rejection must not count as unhandled.
    answer.catch(() => undefined);
    this.worker.postMessage(request);
    return answer;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
