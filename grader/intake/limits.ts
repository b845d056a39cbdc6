/** Size limits of a submission: far above honest work (13 files, about 40 KiB), far below what could harm the grader. */
import { maxSourceBytes, maxSourcesBytes } from '../../lib/submission/index.ts';

export const intakeLimits = {
  /** Size of the zip itself: room for a `node_modules` zipped by mistake, which is then ignored. */
  maxArchiveBytes: 100 * 1024 * 1024,
  /** Size of a zip inside the zip: far less, because it is unpacked into memory. */
  maxInnerArchiveBytes: 4 * 1024 * 1024,
  /** Entries of a zip, or files and folders below a folder. */
  maxEntries: 20_000,
  /** How many folders deep an unpacked submission is searched. */
  maxFolderDepth: 5,
  /** Size of one source file, counted while it streams: a header may lie. */
  maxFileBytes: maxSourceBytes,
  /** Size of all source files together, counted while they stream. */
  maxTotalBytes: maxSourcesBytes,
  /** Unpacked bytes per packed byte; source code stays under 10, deflate's maximum is 1032. */
  maxCompressionRatio: 100,
  /** Smaller files may have any ratio: a page of blanks is not a bomb. */
  ratioMatters: { fromBytes: 16 * 1024 },
} as const;
