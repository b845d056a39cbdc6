/** What the host asks a sandbox: trusted, made by the host alone. Used on both sides. */
import type { ArrayData } from '../../lib/tensor/array.ts';
import type { Inputs } from '../../tests/checks/check.ts';
import { type PackedInputs, packInputs, unpackInputs } from '../../tests/checks/packed_inputs.ts';
import type { SandboxTask } from '../types.ts';
import { type ArrayHeader, arrayHeader, encodeFrame, type Frame, readArrays } from './frames.ts';

export type Request =
  | {
      readonly kind: 'start';
      /** Where the WASM files are, in the sandbox. */
      readonly wasmDir: string;
      /** The module of right dependencies (tests/checks/given), in the sandbox; absent where it may not be. */
      readonly givenPath?: string | undefined;
      /** The network's weights: names and metadata; the arrays are the payload. */
      readonly names: readonly string[];
      readonly metadata: Readonly<Record<string, string>>;
      readonly source: string;
      readonly arrays: readonly ArrayHeader[];
    }
  | { readonly kind: 'load' /** The submission's module, in the sandbox. */; readonly path: string }
  | {
      readonly kind: 'run';
      readonly checkId: string;
      readonly wired: boolean;
      readonly inputs: PackedInputs;
      readonly arrays: readonly ArrayHeader[];
    };

export type StartRequest = Extract<Request, { kind: 'start' }>;
export type RunRequest = Extract<Request, { kind: 'run' }>;

/** A network's weights before any tensor is made, as lib/models/index.ts `loadModelWeights` gives them. */
export interface SandboxModel {
  readonly arrays: Readonly<Record<string, ArrayData>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly source: string;
}

export function encodeStart(
  model: SandboxModel,
  paths: { wasmDir: string; givenPath?: string | undefined },
): Uint8Array {
  const arrays = Object.values(model.arrays);
  const request: StartRequest = {
    kind: 'start',
    ...paths,
    names: Object.keys(model.arrays),
    metadata: model.metadata,
    source: model.source,
    arrays: arrays.map(arrayHeader),
  };
  return encodeFrame(request, arrays);
}

export function encodeLoad(path: string): Uint8Array {
  return encodeFrame({ kind: 'load', path } satisfies Request);
}

export function encodeRun({ checkId, wired, inputs }: SandboxTask): Uint8Array {
  const { packed, arrays } = packInputs(inputs);
  const request: RunRequest = { kind: 'run', checkId, wired, inputs: packed, arrays: arrays.map(arrayHeader) };
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
