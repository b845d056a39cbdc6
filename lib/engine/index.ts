/**
 * The engine: which TensorFlow.js backend runs the course's networks, with its gaps filled.
 *
 * Call `initEngine()` once before any tensor is created; everything else is ordinary TensorFlow.js.
 */
export type { EngineInfo, EngineOptions } from './init.ts';
export { initEngine } from './init.ts';
export { maxPoolCeil } from './max_pool_ceil.ts';
export type { EngineChoice, EngineName } from './names.ts';
