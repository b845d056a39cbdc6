/** The host's requests to a sandbox: trusted, made only by the host. Used on both sides. */

import type { Inputs } from '../../harness/check.ts';
import { type PackedInputs, packInputs, unpackInputs } from '../../harness/packed_inputs.ts';
import type { ArrayData } from '../../lib/tensor/array.ts';
import type { SandboxTask } from '../types.ts';
import { type ArrayHeader, arrayHeader, encodeFrame, type Frame, readArrays } from './frames.ts';

/** Repeated by the reply. Unpredictable, so no reply can be written ahead of its request. */
interface Ticketed {
  readonly ticket: string;
}

export interface StartRequest extends Ticketed {
  readonly kind: 'start';
  /** Folder of the WASM files, in the sandbox. */
  readonly wasmDir: string;
  /** Reference dependencies: name → module, in the sandbox. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Whether to run the network once before reporting ready, so that the first check is not slower. */
  readonly warm: boolean;
  /** The network's weights: names and metadata; the arrays are the payload. */
  readonly names: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly source: string;
  readonly arrays: readonly ArrayHeader[];
}

export interface LoadRequest extends Ticketed {
  readonly kind: 'load';
  /** The student's file, e.g. `style_modules/style_loss.ts`. */
  readonly module: string;
  /** Its bundle, in the sandbox. */
  readonly path: string;
}

/** The hidden checks, for a process that has given its last feedback. */
export interface AddChecksRequest extends Ticketed {
  readonly kind: 'addChecks';
  readonly path: string;
}

export interface RunRequest extends Ticketed {
  readonly kind: 'run';
  readonly checkId: string;
  readonly inputs: PackedInputs;
  readonly arrays: readonly ArrayHeader[];
}

export type Request = StartRequest | LoadRequest | AddChecksRequest | RunRequest;

/** A network's weights before any tensor is created, as returned by `loadModelWeights` (lib/models/index.ts). */
export interface SandboxModel {
  readonly arrays: Readonly<Record<string, ArrayData>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly source: string;
}

export type StartOptions = Pick<StartRequest, 'wasmDir' | 'dependencies' | 'warm'>;

export function encodeStart(ticket: string, model: SandboxModel, options: StartOptions): Uint8Array {
  const arrays = Object.values(model.arrays);
  const names = Object.keys(model.arrays);
  const { metadata, source } = model;
  return encode(
    { kind: 'start', ticket, ...options, names, metadata, source, arrays: arrays.map(arrayHeader) },
    arrays,
  );
}

export function encodeLoad(ticket: string, module: string, path: string): Uint8Array {
  return encode({ kind: 'load', ticket, module, path });
}

export function encodeAddChecks(ticket: string, path: string): Uint8Array {
  return encode({ kind: 'addChecks', ticket, path });
}

export function encodeRun(ticket: string, { checkId, inputs }: SandboxTask): Uint8Array {
  const { packed, arrays } = packInputs(inputs);
  return encode({ kind: 'run', ticket, checkId, inputs: packed, arrays: arrays.map(arrayHeader) }, arrays);
}

function encode(request: Request, arrays: readonly ArrayData[] = []): Uint8Array {
  return encodeFrame(request, arrays);
}

export function modelOf({ header, payload }: Frame): SandboxModel {
  const { names, metadata, source, arrays } = header as StartRequest;
  const values = readArrays(arrays, payload);
  return { arrays: Object.fromEntries(names.map((name, i) => [name, values[i]!])), metadata, source };
}

export function inputsOf({ header, payload }: Frame): Inputs {
  const { inputs, arrays } = header as RunRequest;
  return unpackInputs(inputs, readArrays(arrays, payload));
}
