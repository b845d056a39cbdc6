/** What all gradings of one run of the grader share: checks, network, secret, fixtures, runtime, limits. */
import type { Assignment } from '../harness/assignment.ts';
import type { Check } from '../harness/check.ts';
import { type EngineChoice, initEngine } from '../lib/engine/index.ts';
import { loadModelWeights, modelFromArrays } from '../lib/models/index.ts';
import type { Model } from '../lib/models/model.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { courseReceipt } from './receipt.ts';
import { type FeedbackFixtures, feedbackFixtures } from './reference.ts';
import { buildRuntime, type Runtime } from './runtime/build.ts';
import { chooseLevel } from './sandbox/levels/choose.ts';
import type { SandboxModel } from './sandbox/requests.ts';
import { type StartSandbox, startSandbox } from './sandbox/sandbox.ts';
import { loadSecret } from './secret.ts';
import type { GradingReceipt } from './types.ts';

export interface CourseOptions {
  readonly assignment: Assignment;
  /** A weights file, as given by `--weights`. */
  readonly weights?: string | undefined;
  /** The reference's engine, on the host; sandboxes always use WASM. */
  readonly engine?: EngineChoice | undefined;
  readonly secret?: string | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** By default all checks of the assignment. */
  readonly checks?: readonly Check[] | undefined;
  /** How many processes of a submission run at once; by default 2. */
  readonly concurrency?: number | undefined;
  /** By default true; false runs everything in stage 2: see grader/stages. */
  readonly together?: boolean | undefined;
}

export interface Course {
  readonly assignment: Assignment;
  readonly checks: readonly Check[];
  readonly model: Model;
  readonly sandboxModel: SandboxModel;
  readonly secret: string;
  readonly fixtures: FeedbackFixtures;
  readonly runtime: Runtime;
  readonly limits: Limits;
  readonly receipt: Omit<GradingReceipt, 'submission' | 'stages'>;
  readonly concurrency: number;
  readonly together: boolean;
  /** Supplies sandboxes: by default each is started when needed; see grader/pool. */
  readonly startSandbox: StartSandbox;
}

/** @throws CourseError if weights, secret or fixtures cannot be used, or submissions cannot be contained */
export async function openCourse(options: CourseOptions): Promise<Course> {
  const {
    assignment,
    weights,
    engine = 'wasm',
    checks = assignment.checks,
    concurrency = 2,
    together = true,
  } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const [runtime, engineInfo] = await Promise.all([
    readyRuntime(assignment, limits),
    initEngine({ engine, quiet: true }),
  ]);
  const { arrays, metadata, source, sha256, description } = await loadModelWeights({ weights });
  const model = modelFromArrays(arrays, metadata, source);
  const fixtures = await feedbackFixtures(checks, { model, sha256 });
  const secret = options.secret ?? (await loadSecret());
  return {
    assignment,
    checks,
    model,
    sandboxModel: { arrays, metadata, source },
    secret,
    fixtures,
    runtime,
    limits,
    receipt: await courseReceipt({
      secret,
      fixtures: fixtures.sha256,
      model: { sha256, description, source },
      engine: engineInfo,
    }),
    concurrency,
    together,
    startSandbox,
  };
}

/**
 * The runtime, once a level contains submissions. Fails now rather than on each submission: what cannot be contained is not
 * graded.
 */
async function readyRuntime(assignment: Assignment, limits: Limits): Promise<Runtime> {
  const runtime = await buildRuntime(assignment);
  await chooseLevel(runtime, limits);
  return runtime;
}
