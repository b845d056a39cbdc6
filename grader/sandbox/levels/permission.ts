/** Level 3: Node's permission model alone. It keeps honest mistakes away from files and processes; it is not isolation. */
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

  whyNot: () => undefined,

  async launch({ folders, limits, node }: LaunchOptions): Promise<Launch> {
    const command = [
      ...leash(),
      ...resourceLimits(limits, undefined),
      node,
      ...nodeFlags(limits),
      ...permissionFlags(folders),
    ];
    return { command, inside: folders };
  },
};

/** Ends the process with its parent, and lets it gain no rights by starting a program (setpriv(1)). */
export function leash(): string[] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv ? [setpriv, '--pdeathsig', 'KILL', '--no-new-privs'] : [];
}
