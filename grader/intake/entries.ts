/** What a zip and a folder have in common: a list of entries, each of which can be read up to a limit. */
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';

export interface Entry {
  /** As the archive names it; may be anything. */
  readonly rawPath: string;
  /** `other`: a device, a pipe, a socket, or a folder that is not opened; `unreadable`: a folder that cannot be opened. */
  readonly kind: 'file' | 'folder' | 'link' | 'encrypted' | 'other' | 'unreadable';
  /** Reads at most `maxBytes`. To be called for `file` only. */
  read(maxBytes: number): Promise<ReadResult>;
}

export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      /** @param file the file of the assignment that the entry holds */
      readonly finding: (file: string) => Finding;
    };

/** An opened zip or folder. */
export type Opened =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly notes: readonly Finding[] }
  | { readonly ok: false; readonly finding: Finding };

export function refused(finding: Finding): { readonly ok: false; readonly finding: Finding } {
  return { ok: false, finding };
}

export function tooLarge(maxBytes: number): ReadResult {
  return { ok: false, finding: (file) => findings.tooLarge({ file }, maxBytes) };
}
