import { Option } from 'commander';
import { ENGINE_NAMES, type EngineChoice } from './names.ts';

const CHOICES: readonly EngineChoice[] = ['auto', ...ENGINE_NAMES];

/** `--engine`, the same for every command. */
export const engineOption = (about = 'TensorFlow.js backend'): Option =>
  new Option('--engine <engine>', about).choices(CHOICES);
