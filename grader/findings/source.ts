/** What keeps a file from being bundled. What its text alone shows is in lib/submission/rules/findings.ts. */
import { fileFinding } from '../../lib/submission/finding.ts';
import { notReadInTime } from '../../lib/submission/rules/findings.ts';

export const bundling = {
  cannotBeRun: fileFinding(
    'file',
    'bundle.error',
    (_file, module: string, reason: string) => `${module} cannot be run: ${reason}`,
  ),
  notBundledInTime: fileFinding('file', 'bundle.limit', notReadInTime),
};
