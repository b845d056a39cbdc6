/**
 * Level 2, for root when bubblewrap cannot run: a separate user that owns nothing, Node's permission model on top, and no
 * sockets: what a contained process may read (reference dependencies, inputs of graded runs) must not leave it. World-readable
 * files are protected by Node's permission model only.
 */
import { filtered } from './filter.ts';
import { isRoot, type Level } from './level.ts';
import { launchLeashed } from './permission.ts';

export const user: Level = {
  name: 'user',

  unavailableReason() {
    if (process.platform !== 'linux') return 'it runs on Linux only';
    if (!isRoot) return 'only root can run a process as another user';
    return filtered().prefix.length > 0 ? undefined : 'it needs perl to close the network (apt-get install perl)';
  },

  launch: launchLeashed,
};
