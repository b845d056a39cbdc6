/**
 * Loads the filter for system calls when bubblewrap does not: Node cannot by itself, so perl(1), which every Debian and Ubuntu
 * has, calls prctl(2) and then becomes the command. With it no socket is opened, whatever network the machine has.
 */
import { seccompFilter } from '../seccomp.ts';
import { EXTRA_INPUT, findProgram } from './level.ts';

const PRCTL: Readonly<Record<string, number>> = { x64: 157, arm64: 167 };
const [SET_SECCOMP, SET_NO_NEW_PRIVS, MODE_FILTER] = [22, 38, 2];

export interface Filtered {
  /** What the command starts with. */
  readonly prefix: readonly string[];
  readonly extraInput?: Uint8Array | undefined;
}

/** Nothing if this system cannot do it. */
export function filtered(): Filtered {
  const perl = process.platform === 'linux' ? findProgram('perl') : undefined;
  const [filter, prctl] = [seccompFilter(), PRCTL[process.arch]];
  if (!perl || !filter || prctl === undefined) return { prefix: [] };
  // struct sock_fprog of linux/filter.h: how many instructions, and where they are.
  const script = `
    open(my $in, '<&=', ${EXTRA_INPUT}) or die $!; binmode $in; local $/; my $filter = <$in>; close $in;
    my $program = pack('S x6 P', length($filter) / 8, $filter);
    syscall(${prctl}, ${SET_NO_NEW_PRIVS}, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
    syscall(${prctl}, ${SET_SECCOMP}, ${MODE_FILTER}, $program, 0, 0) == 0 or die "seccomp: $!";
    exec { $ARGV[0] } @ARGV or die "exec: $!";`;
  return { prefix: [perl, '-e', script, '--'], extraInput: filter };
}
