/**
 * Level 2, for root when bubblewrap cannot run: a user of its own that owns nothing, Node's permission model on top, and
 * no sockets: what a contained process may read (reference dependencies, inputs of graded runs) must not leave it. What every user
 * may read is kept from the submission by Node's permission model only.
 */
import { filtered } from './filter.ts';
import { isRoot, type Level } from './level.ts';
import { launchLeashed } from './permission.ts';

export const user: Level = {
  name: 'user',

  unavailableReason() {
    if (process.platform !== 'linux') return 'it is made for Linux';
    if (!isRoot) return 'only root can run a process as another user';
    return filtered().prefix.length > 0 ? undefined : 'perl is needed, which closes the network (apt-get install perl)';
  },

  launch: launchLeashed,
};
