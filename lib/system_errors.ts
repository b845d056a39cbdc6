/** What the system refuses, in words and with what to do: one table for every command. */

/** Code → what is the case, and the next step. */
const PROBLEMS: Readonly<Record<string, readonly [problem: string, next: string]>> = {
  ENOSPC: ['the disk is full', 'Make room'],
  EDQUOT: ['the quota is used up', 'Make room'],
  EFBIG: ['the file would be larger than is allowed here', 'Choose another folder'],
  EROFS: ['the disk is read-only', 'Choose another folder'],
  EACCES: ['that is not allowed', 'Choose another folder, or change who may write there'],
  EPERM: ['that is not allowed', 'Choose another folder, or change who may write there'],
  EEXIST: ['something else is there', 'Move it away, or choose another name'],
  ENOTDIR: ['a file is there where a folder is needed', 'Move it away, or choose another name'],
  EISDIR: ['a folder is there where a file is needed', 'Move it away, or choose another name'],
  ENOTEMPTY: ['the folder is not empty', 'Move it away, or choose another name'],
  ELOOP: ['its links lead in a circle', 'Remove them, or choose another path'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one'],
  EBUSY: ['another program is using it', 'Close that'],
  EIO: ['the disk does not work', 'Choose another disk'],
  ESTALE: ['the network drive has lost it', 'Mount it again'],
  EMFILE: ['too many files are open', 'Raise the limit (`ulimit -n`)'],
  ENFILE: ['too many files are open on this machine', 'Close other programs'],
  ENOMEM: ['no memory is left', 'Close other programs'],
};

type SystemError = NodeJS.ErrnoException & { readonly dest?: string };

/** A sentence for people; nothing for what is no error of the system, or means a bug. */
export function systemProblem(error: unknown): string | undefined {
  const { code = '', path, dest } = (error ?? {}) as SystemError;
  const known = PROBLEMS[code];
  return (
    known &&
    `${dest ?? path ?? 'A file'} could not be used: ${known[0]}. ${known[1]}, then give the same command again (${code}).`
  );
}

/** Why a file cannot be used, as a part of a sentence. */
export function systemReason(error: unknown): string {
  const { code = '', message } = error as SystemError;
  return code === 'ENOENT' ? 'there is no such file' : (PROBLEMS[code]?.[0] ?? message);
}
