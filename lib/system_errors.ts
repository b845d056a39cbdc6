/** System errors in words, with what to do: one table for every command. */

/** Code → the problem, and the next step. */
const PROBLEMS: Readonly<Record<string, readonly [problem: string, next: string]>> = {
  ENOSPC: ['the disk is full', 'Make room'],
  EDQUOT: ['the quota is exceeded', 'Make room'],
  EFBIG: ['the file would exceed the size limit here', 'Choose another folder'],
  EROFS: ['the disk is read-only', 'Choose another folder'],
  EACCES: ['permission is denied', 'Choose another folder, or change its permissions'],
  EPERM: ['permission is denied', 'Choose another folder, or change its permissions'],
  EEXIST: ['something else has that name', 'Move it away, or choose another name'],
  ENOTDIR: ['a file is where a folder is needed', 'Move it away, or choose another name'],
  EISDIR: ['a folder is where a file is needed', 'Move it away, or choose another name'],
  ENOTEMPTY: ['the folder is not empty', 'Move it away, or choose another name'],
  ELOOP: ['its symbolic links form a loop', 'Remove them, or choose another path'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one'],
  EBUSY: ['another program is using it', 'Close that program'],
  EIO: ['the disk has failed', 'Choose another disk'],
  ESTALE: ['the network drive no longer has it', 'Mount it again'],
  EMFILE: ['too many files are open', 'Raise the limit (`ulimit -n`)'],
  ENFILE: ['too many files are open on this machine', 'Close other programs'],
  ENOMEM: ['no memory is left', 'Close other programs'],
};

type SystemError = NodeJS.ErrnoException & { readonly dest?: string };

/** A sentence to print; undefined for anything but a system error, and for those that mean a bug. */
export function systemProblem(error: unknown): string | undefined {
  const { code = '', path, dest } = (error ?? {}) as SystemError;
  const known = PROBLEMS[code];
  return (
    known &&
    `${dest ?? path ?? 'A file'} could not be used: ${known[0]}. ${known[1]}, then run the same command again (${code}).`
  );
}

/** Why a file cannot be used, as part of a sentence. */
export function systemReason(error: unknown): string {
  const { code = '', message } = error as SystemError;
  return code === 'ENOENT' ? 'it does not exist' : (PROBLEMS[code]?.[0] ?? message);
}
