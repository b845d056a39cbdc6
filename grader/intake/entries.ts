/** Common view of a zip and a folder: a list of entries, each of which can be read up to a limit. */
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';

export interface Entry {
  /** The name in the archive; may be anything. */
  readonly rawPath: string;
  /** `other`: a device, a pipe, a socket, or an unopened folder; `unreadable`: a folder that cannot be opened. */
  readonly kind: 'file' | 'folder' | 'link' | 'encrypted' | 'other' | 'unreadable';
  /** Reads at most `maxBytes`. Only for `file`. */
  read(maxBytes: number): Promise<ReadResult>;
}

export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      /** @param file the assignment's file in the entry */
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
