/** Level 3: Node's permission model alone. It guards files and processes against honest mistakes; it is not isolation. */
import { filtered } from './filter.ts';
import {
  findProgram,
  type Launch,
  type LaunchOptions,
  type Level,
  nodeFlags,
  permissionFlags,
  resourceLimits,
} from './level.ts';

export const permission: Level = {
  name: 'permission',

  unavailableReason: () => undefined,

  launch: launchLeashed,
};

/** Node under its permission model and limits. */
export async function launchLeashed({ folders, limits, countsByUser, node }: LaunchOptions): Promise<Launch> {
  const { prefix, extraInput } = filtered();
  const command = [
    ...parentDeathFlags(),
    ...resourceLimits(limits, countsByUser),
    ...prefix,
    node,
    ...nodeFlags(limits),
    ...permissionFlags(folders),
  ];
  return { command, inside: folders, extraInput };
}

/** Ends the process with its parent, and keeps it from gaining privileges by exec (setpriv(1)). */
function parentDeathFlags(): string[] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv ? [setpriv, '--pdeathsig', 'KILL', '--no-new-privs'] : [];
}
