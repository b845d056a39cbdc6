/** What students submit. */
import type { SubmissionFormat } from '#lib/submission/index.ts';

export const submission: SubmissionFormat = {
  name: 'assignment 3',
  archive: 'assignment_3_submission.zip',
  files: [
    'visualizers/saliency_map.ts',
    'visualizers/gradcam.ts',
    'visualizers/fooling_image.ts',
    'visualizers/class_visualization.ts',
    'saliency_map.ts',
    'gradcam.ts',
    'fooling_image.ts',
    'class_visualization.ts',
    'style_modules/content_loss.ts',
    'style_modules/style_loss.ts',
    'style_modules/tv_loss.ts',
    'style_utils.ts',
    'style_transfer.ts',
  ],
  modulesByName: ['#lib/captum/index.ts'],
};
