/** The thread behind `DrawingThread`: draws the requested batches one at a time. */
import { parentPort } from 'node:worker_threads';
import { type BatchRequest, drawBatch } from './batches.ts';

parentPort?.on('message', (request: BatchRequest) => {
  const batch = drawBatch(request);
  parentPort?.postMessage(batch, [batch.images.buffer as ArrayBuffer, batch.masks.buffer as ArrayBuffer]);
});
