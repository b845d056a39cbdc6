/**
 * Loads the system call filter without bubblewrap: Node cannot, so perl(1), which every Debian and Ubuntu has, calls prctl(2)
 * and then execs the command. Under the filter no socket can be opened.
 */
import { seccompFilter } from '../seccomp.ts';
import { EXTRA_INPUT, findProgram } from './level.ts';

const PRCTL: Readonly<Record<string, number>> = { x64: 157, arm64: 167 };
const [SET_SECCOMP, SET_NO_NEW_PRIVS, MODE_FILTER] = [22, 38, 2];

export interface Filtered {
  /** The start of the command. */
  readonly prefix: readonly string[];
  readonly extraInput?: Uint8Array | undefined;
}

/** Undefined if this system cannot do it. */
export function filtered(): Filtered {
  const perl = process.platform === 'linux' ? findProgram('perl') : undefined;
  const [filter, prctl] = [seccompFilter(), PRCTL[process.arch]];
  if (!perl || !filter || prctl === undefined) return { prefix: [] };
  // struct sock_fprog of linux/filter.h: number of instructions and their address.
  const script = `
    open(my $in, '<&=', ${EXTRA_INPUT}) or die $!; binmode $in; local $/; my $filter = <$in>; close $in;
    my $program = pack('S x6 P', length($filter) / 8, $filter);
    syscall(${prctl}, ${SET_NO_NEW_PRIVS}, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
    syscall(${prctl}, ${SET_SECCOMP}, ${MODE_FILTER}, $program, 0, 0) == 0 or die "seccomp: $!";
    exec { $ARGV[0] } @ARGV or die "exec: $!";`;
  return { prefix: [perl, '-e', script, '--'], extraInput: filter };
}
