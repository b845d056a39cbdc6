import type { Ending } from './runner/unfinished.ts';

/**
 * The engine's WebAssembly stopped at an address that is not its own: its memory may be in disorder, and what runs next in this
 * process would pay for it.
 */
export const hasBrokenEngine = (ending: Ending): boolean =>
  ending.kind === 'threw' && ending.message.startsWith('RuntimeError: ');
