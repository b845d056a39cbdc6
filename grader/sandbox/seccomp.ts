/**
 * A seccomp filter: refuses system calls that Node, TensorFlow.js and a submission do not need, above all those that start
 * processes or open sockets. Classic BPF (seccomp(2), linux/filter.h), loaded by bubblewrap.
 */

interface Architecture {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  readonly clone: number;
  readonly refused: Readonly<Record<string, number>>;
}

/** Since Linux 5.1 a new call has the same number on every architecture. */
const SAME_EVERYWHERE = {
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_open: 434,
  pidfd_getfd: 438,
  mount_setattr: 442,
  memfd_secret: 447,
};
const CLONE3 = 435;

/** Numbers of the kernel's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    refused: {
      ...{ fork: 57, vfork: 58, execveat: 322 },
      ...{ socket: 41, socketpair: 53 },
      ...{ ptrace: 101, process_vm_readv: 310, process_vm_writev: 311, kcmp: 312 },
      ...{ memfd_create: 319, shmget: 29, shmat: 30, semget: 64, msgget: 68, mq_open: 240 },
      ...{ mount: 165, umount2: 166, pivot_root: 155, chroot: 161, unshare: 272, setns: 308 },
      ...{ name_to_handle_at: 303, open_by_handle_at: 304, fanotify_init: 300, quotactl: 179 },
      ...{ add_key: 248, request_key: 249, keyctl: 250, bpf: 321, perf_event_open: 298, userfaultfd: 323 },
      ...{ init_module: 175, delete_module: 176, finit_module: 313, kexec_load: 246, kexec_file_load: 320 },
      ...{ modify_ldt: 154, iopl: 172, ioperm: 173, acct: 163, swapon: 167, swapoff: 168, reboot: 169 },
      ...{ personality: 135, syslog: 103, lookup_dcookie: 212 },
      ...SAME_EVERYWHERE,
    },
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    refused: {
      ...{ execveat: 281 },
      ...{ socket: 198, socketpair: 199 },
      ...{ ptrace: 117, process_vm_readv: 270, process_vm_writev: 271, kcmp: 272 },
      ...{ memfd_create: 279, shmget: 194, shmat: 196, semget: 190, msgget: 186, mq_open: 180 },
      ...{ mount: 40, umount2: 39, pivot_root: 41, chroot: 51, unshare: 97, setns: 268 },
      ...{ name_to_handle_at: 264, open_by_handle_at: 265, fanotify_init: 262, quotactl: 60 },
      ...{ add_key: 217, request_key: 218, keyctl: 219, bpf: 280, perf_event_open: 241, userfaultfd: 282 },
      ...{ init_module: 105, delete_module: 106, finit_module: 273, kexec_load: 104, kexec_file_load: 294 },
      ...{ acct: 89, swapon: 224, swapoff: 225, reboot: 142 },
      ...{ personality: 92, syslog: 116, lookup_dcookie: 18 },
      ...SAME_EVERYWHERE,
    },
  },
};

// Operations: load a word, jump if equal / at least / any bit set, return.
const LOAD = 0x20;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_SET = 0x45;
const RETURN = 0x06;

// Offsets in struct seccomp_data.
const NUMBER = 0;
const ARCH = 4;
const FIRST_ARGUMENT = 16;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const REFUSE = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;

const CLONE_THREAD = 0x00010000;
/** Start of x86-64's second call table (x32), with 32-bit pointers. */
const X32 = 0x40000000;

type Instruction = readonly [operation: number, value: number, jumpIfTrue?: number, jumpIfFalse?: number];

/** Names of the calls that the filter knows. */
export function knownCalls(architecture: string): Readonly<Record<string, number>> {
  const { clone, refused } = ARCHITECTURES[architecture]!;
  return { ...refused, clone, clone3: CLONE3 };
}

/** The filter as bytes; undefined for an architecture that is not listed. */
export function seccompFilter(architecture: string = process.arch): Uint8Array | undefined {
  const known = ARCHITECTURES[architecture];
  if (!known) return undefined;
  const program: Instruction[] = [
    [LOAD, ARCH],
    [IF_EQUAL, known.audit, 1, 0],
    [RETURN, KILL_PROCESS],
    [LOAD, NUMBER],
    [IF_AT_LEAST, X32, 0, 1],
    [RETURN, REFUSE + ENOSYS],
    // Its flags are behind a pointer that no filter can follow; without clone3 the C library uses clone.
    [IF_EQUAL, CLONE3, 0, 1],
    [RETURN, REFUSE + ENOSYS],
    ...Object.values(known.refused).flatMap((number): Instruction[] => [
      [IF_EQUAL, number, 0, 1],
      [RETURN, REFUSE + EPERM],
    ]),
    // Threads yes, processes no.
    [IF_EQUAL, known.clone, 0, 3],
    [LOAD, FIRST_ARGUMENT],
    [IF_SET, CLONE_THREAD, 1, 0],
    [RETURN, REFUSE + EPERM],
    [RETURN, ALLOW],
  ];
  const bytes = Buffer.alloc(8 * program.length);
  program.forEach(([operation, value, jumpIfTrue = 0, jumpIfFalse = 0], i) => {
    bytes.writeUInt16LE(operation, 8 * i);
    bytes.writeUInt8(jumpIfTrue, 8 * i + 2);
    bytes.writeUInt8(jumpIfFalse, 8 * i + 3);
    bytes.writeUInt32LE(value, 8 * i + 4);
  });
  return bytes;
}
