/**
 * Level 2, where we are root and bubblewrap cannot run: a user of its own that owns nothing, Node's permission model on top.
 * Without perl(1), which loads the filter, the network is open. What every user may read stands between the submission and Node's permission model only.
 */
import { isRoot, type Level } from './level.ts';
import { launchLeashed } from './permission.ts';

export const user: Level = {
  name: 'user',

  unavailableReason() {
    if (process.platform !== 'linux') return 'it is made for Linux';
    return isRoot ? undefined : 'only root can run a process as another user';
  },

  launch: launchLeashed,
};
