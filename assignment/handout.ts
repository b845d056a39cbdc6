/** What students get of the assignment's definition. The handout holds this file, and no other that knows more. */
import type { StudentAssignment } from '../harness/assignment.ts';
import { adviceOn } from './checks/advice.ts';
import { checks } from './checks/index.ts';
import { submission } from './submission.ts';

export const handout: StudentAssignment = {
  submission,
  entryScripts: ['saliency_map', 'gradcam', 'fooling_image', 'class_visualization', 'style_transfer'],
  checks,
  adviceOn,
};
