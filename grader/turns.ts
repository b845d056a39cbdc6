import { serialQueue } from '../lib/serial_queue.ts';

/**
 * The host has one engine, and a check's tensors live in a scope that ends with it: two checks at once would end each other's
 * scopes. So everything that computes on the host takes turns, however many submissions are graded at a time.
 */
export const runExclusively = serialQueue();
