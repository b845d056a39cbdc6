/**
 * Level 2, where we are root and bubblewrap cannot run: a user of its own that owns nothing, Node's permission model on top.
 * The network is open, and what every user may read stands between the submission and Node's permission model only.
 */
import {
  isRoot,
  type Launch,
  type LaunchOptions,
  type Level,
  nodeFlags,
  permissionFlags,
  resourceLimits,
} from './level.ts';
import { leash } from './permission.ts';

export const user: Level = {
  name: 'user',

  whyNot() {
    if (process.platform !== 'linux') return 'it is made for Linux';
    return isRoot ? undefined : 'only root can run a process as another user';
  },

  async launch({ folders, limits, user, node }: LaunchOptions): Promise<Launch> {
    const command = [
      ...leash(),
      ...resourceLimits(limits, user),
      node,
      ...nodeFlags(limits),
      ...permissionFlags(folders),
    ];
    return { command, inside: folders };
  },
};
