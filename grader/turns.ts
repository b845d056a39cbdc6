import { serialQueue } from '../lib/serial_queue.ts';

/**
 * The host's engine is one, and a check's tensors live in a scope that ends with it: two checks at once would end each other's
 * scopes. So all that computes on the host takes turns, whatever number of submissions is graded at a time.
 */
export const runExclusively = serialQueue();
