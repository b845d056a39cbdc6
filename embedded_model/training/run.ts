import type { EngineInfo } from '../../lib/engine/index.ts';
import { adamStep } from './adam.ts';
import type { BatchRequest } from './batches.ts';
import { type RunIdentity, type RunState, saveCheckpoint } from './checkpoint.ts';
import { DrawingThread } from './drawing_thread.ts';
import { batchOf, learningRate, type Plan, totalSteps } from './plan.ts';
import { forwardBackward } from './step.ts';

export interface RunOptions {
  readonly plan: Plan;
  readonly identity: RunIdentity;
  readonly engine: EngineInfo;
  readonly checkpointPath: string;
  readonly report: (line: string) => void;
  /** When aborted (Ctrl-C), the run finishes the step, saves the state and returns. */
  readonly signal: AbortSignal;
}

/** Wall time between checkpoints, and steps between lines of progress. */
const CHECKPOINT_SECONDS = 60;
const REPORT_STEPS = 50;

/** Trains from `state` to the end of the plan, or until aborted; `state` is changed in place. Returns whether it reached the end. */
export async function run(state: RunState, options: RunOptions): Promise<boolean> {
  const { plan, identity, engine, checkpointPath, report, signal } = options;
  const steps = totalSteps(plan);
  if (!state.engines.includes(engine.engine)) state.engines.push(engine.engine);
  const request = (step: number, first: number): BatchRequest => ({
    ...batchOf(plan, step),
    series: `train/${identity.seed}`,
    first,
  });
  const thread = new DrawingThread();
  const pace = new Pace(plan, state.step);
  let [lossSum, correct, seen, sums] = [0, 0, 0, 0];
  let lastTime = performance.now();
  let savedAt = lastTime;
  try {
    let pending = state.step < steps ? thread.draw(request(state.step, state.picturesSeen)) : undefined;
    while (pending && !signal.aborted) {
      const batch = await pending;
      const count = batch.labels.length;
      const next = state.step + 1;
      pending = next < steps ? thread.draw(request(next, state.picturesSeen + count)) : undefined;
      const result = forwardBackward(state.parameters, batch, plan);
      const rate = learningRate(plan, state.step);
      adamStep(state.parameters, result.gradients, state.moments, next, { ...plan, learningRate: rate });
      state.step = next;
      state.picturesSeen += count;
      lossSum += result.loss;
      correct += result.correct;
      seen += count;
      sums++;
      const now = performance.now();
      state.seconds += (now - lastTime) / 1000;
      lastTime = now;
      if (next % REPORT_STEPS === 0 || next === steps) {
        const entry = { step: next, loss: round(lossSum / sums), accuracy: round(correct / seen) };
        state.curve.push(entry);
        [lossSum, correct, seen, sums] = [0, 0, 0, 0];
        report(
          `step ${next}/${steps}  ${batch.size} px  loss ${entry.loss.toFixed(3)}  accuracy ${(100 * entry.accuracy).toFixed(1)} %` +
            `  learning rate ${rate.toExponential(1)}  ${pace.left(next)}`,
        );
      }
      if (now - savedAt > 1000 * CHECKPOINT_SECONDS) {
        await saveCheckpoint(checkpointPath, identity, state);
        savedAt = now;
      }
    }
  } finally {
    await thread.close();
  }
  await saveCheckpoint(checkpointPath, identity, state);
  return state.step === steps;
}

const round = (x: number): number => Number(x.toFixed(4));

/** Time left, estimated by pixels rather than steps, which differ in size. */
class Pace {
  private readonly start = performance.now();
  /** pixelsBefore[i]: pixels in the steps before step i. */
  private readonly pixelsBefore: number[] = [0];

  constructor(
    plan: Plan,
    private readonly firstStep: number,
  ) {
    for (let step = 0; step < totalSteps(plan); step++) {
      const { size, count } = batchOf(plan, step);
      this.pixelsBefore.push(this.pixelsBefore[step]! + size * size * count);
    }
  }

  left(step: number): string {
    const done = this.pixelsBefore[step]! - this.pixelsBefore[this.firstStep]!;
    const todo = this.pixelsBefore.at(-1)! - this.pixelsBefore[step]!;
    const seconds = ((performance.now() - this.start) / 1000 / done) * todo;
    const minutes = Math.floor(seconds / 60);
    return `${minutes} min ${Math.round(seconds - 60 * minutes)} s left`;
  }
}
