/** What a zip and a folder have in common: a list of entries, each of which can be read up to a limit. */
import type { Finding } from '../types.ts';

export interface Entry {
  /** As the archive names it; may be anything. */
  readonly rawPath: string;
  /** `other`: a device, a pipe, a socket, or a folder that is not opened. */
  readonly kind: 'file' | 'folder' | 'link' | 'encrypted' | 'other';
  /** Reads at most `maxBytes`. To be called for `file` only. */
  read(maxBytes: number): Promise<ReadResult>;
}

export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** An opened zip or folder. */
export type Opened =
  | { readonly ok: true; readonly entries: readonly Entry[]; close(): void }
  | { readonly ok: false; readonly finding: Finding };

export function refused(code: string, message: string): { readonly ok: false; readonly finding: Finding } {
  return { ok: false, finding: { severity: 'refused', code, message } };
}

export function tooLarge(maxBytes: number): ReadResult {
  const message = `is larger than ${Math.floor(maxBytes / 1024)} KiB. Source code is never that long: remove data and generated text.`;
  return { ok: false, code: 'intake.size', message };
}
