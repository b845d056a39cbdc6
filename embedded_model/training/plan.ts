/** The training schedule: which pictures at which step, and the learning rate. */

/** A phase of training. Steps cycle through `sizes`, e.g. [112, 112, 224]. */
export interface Stage {
  readonly steps: number;
  /** Width and height of the pictures, multiples of 16 (so that no pooling window is cut off). */
  readonly sizes: readonly number[];
  /** Pictures in a batch at 112 pixels; other sizes have as many as give the same number of pixels, from 8 to 96. */
  readonly batchAt112: number;
}

export interface Plan {
  readonly stages: readonly Stage[];
  readonly peakLearningRate: number;
  readonly warmupSteps: number;
  readonly weightDecay: number;
  readonly maxNorm: number;
  readonly labelSmoothing: number;
  readonly floorPenalty: number;
}

/** The sizes that matter, the largest most often: it is the hardest after a start on small pictures. */
const LAST_SIZES = { sizes: [224, 112, 224, 160], batchAt112: 40 };

/** Small pictures first, since their steps are cheap; then the sizes that matter. */
export const FULL_PLAN: Plan = {
  stages: [
    { steps: 3000, sizes: [64], batchAt112: 16 },
    { steps: 1000, sizes: [112, 80, 112, 160], batchAt112: 24 },
    { steps: 1500, ...LAST_SIZES },
  ],
  peakLearningRate: 1e-3,
  warmupSteps: 200,
  weightDecay: 0.02,
  maxNorm: 5,
  labelSmoothing: 0.05,
  floorPenalty: 0.1,
};

/** Fine-tuning from trained weights: for the largest size, or after the drawings have changed. */
export const TUNE_PLAN: Plan = {
  ...FULL_PLAN,
  stages: [{ steps: 640, ...LAST_SIZES }],
  peakLearningRate: 2e-4,
  warmupSteps: 20,
};

/** A few steps, to test that everything runs. */
export const SMOKE_PLAN: Plan = {
  ...FULL_PLAN,
  stages: [
    { steps: 6, sizes: [32], batchAt112: 4 },
    { steps: 4, sizes: [48, 64], batchAt112: 4 },
  ],
  warmupSteps: 2,
};

export function totalSteps(plan: Plan): number {
  return plan.stages.reduce((sum, { steps }) => sum + steps, 0);
}

/** Size in pixels and number of the pictures of a step (counted from 0). */
export function batchOf(plan: Plan, step: number): { size: number; count: number } {
  let within = step;
  for (const { steps, sizes, batchAt112 } of plan.stages) {
    if (within < steps) {
      const size = sizes[within % sizes.length]!;
      const count = Math.round(batchAt112 * (112 / size) ** 2);
      return { size, count: Math.max(8, Math.min(96, count)) };
    }
    within -= steps;
  }
  throw new RangeError(`Step ${step} is beyond the plan's ${totalSteps(plan)} steps.`);
}

/** Linear warm-up, then a cosine down to a hundredth of the peak. */
export function learningRate(plan: Plan, step: number): number {
  const { peakLearningRate: peak, warmupSteps } = plan;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, totalSteps(plan) - warmupSteps);
  return peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
