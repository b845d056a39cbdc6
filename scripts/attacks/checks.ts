/** Few checks for each attack: some attacks use up the time limit of every check. */

import { checks } from '../../assignment/checks/index.ts';
import type { Check } from '../../harness/check.ts';

const byId = (id: string): Check => {
  const check = checks.find((check) => check.id === id);
  if (!check)
    throw new Error(`There is no check "${id}". Attacks are graded with it: name another in scripts/attacks.`);
  return check;
};

/** A check of a file that few attacks touch: it must not be affected. */
export const controlCheck = byId('contentLoss.value');
export const aimCheck = byId('tvLoss.value');

/**
 * One value check for each function of these files; if there is time, also checks that run the network, properties and hidden
 * checks.
 */
export function affectedChecks(files: readonly string[], slow: boolean): Check[] {
  const few = ({ id, kind, usesModel, visibility, subject }: Check) =>
    files.includes(subject.module) &&
    (/^\w+\.value$/.test(id) || (!slow && (usesModel === true || kind === 'property' || visibility === 'hidden')));
  return [...checks.filter(few), controlCheck];
}
