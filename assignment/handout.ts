/** The part of the assignment's definition that students get. The handout contains this file, and none that reveals more. */
import type { StudentAssignment } from '../harness/assignment.ts';
import { adviceOn } from './checks/advice.ts';
import { checks } from './checks/index.ts';
import { guidanceOn } from './guidance.ts';
import { submission } from './submission.ts';

export const handout: StudentAssignment = {
  submission,
  entryScripts: ['saliency_map', 'gradcam', 'fooling_image', 'class_visualization', 'style_transfer'],
  checks,
  adviceOn,
  guidanceOn,
};
