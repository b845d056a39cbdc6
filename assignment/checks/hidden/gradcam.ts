import { defineCheck } from '../../../harness/check.ts';
import { gradCamMap } from '../grad_cam_map.ts';
import { guidedGradCam } from '../guided_grad_cam.ts';
import { subjects } from '../subjects.ts';
import { toyTwins } from '../toy/images.ts';
import { toyModel } from '../toy/network.ts';

const common = { kind: 'value', tolerance: 1e-3, perExample: true, visibility: 'hidden' } as const;

export const hiddenGradcamChecks = [
  defineCheck({
    ...common,
    subject: subjects.gradCamMap,
    id: 'gradCamMap.value.depth',
    title: 'a network with a different number of layers',
    points: 1,
    inputs: toyTwins(5, 2),
    answer: (exports, { X, y, weights }) => ({ map: gradCamMap(exports, X, y, toyModel(weights)) }),
  }),
  defineCheck({
    ...common,
    subject: subjects.guidedGradCam,
    id: 'guidedGradCam.value.depth',
    title: 'a network with a different number of layers',
    points: 0.5,
    inputs: toyTwins(5, 3),
    answer: (exports, { X, y, weights }, context) => ({
      product: guidedGradCam(exports, X, y, toyModel(weights), context),
    }),
  }),
];
