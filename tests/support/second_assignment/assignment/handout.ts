import type { StudentAssignment } from '../harness/assignment.ts';
import { checks } from './checks/index.ts';
import { submission } from './submission.ts';

export const handout: StudentAssignment = {
  submission,
  entryScripts: ['loss_curve'],
  checks,
  adviceOn: async () => [],
};
