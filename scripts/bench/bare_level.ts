/** The same process without any isolation, to see what isolation costs: for the bench alone, never for a submission. */

import { join } from 'node:path';
import { ContainedProcess } from '../../grader/sandbox/contained_process.ts';
import { type Level, nodeFlags } from '../../grader/sandbox/levels/level.ts';
import { Sandbox, type StartSandbox } from '../../grader/sandbox/sandbox.ts';

const bare: Level = {
  // With this name no user of its own is made.
  name: 'permission',
  unavailableReason: () => undefined,
  launch: async ({ folders, limits, node }) => ({ command: [node, ...nodeFlags(limits)], inside: folders }),
};

export const startBare: StartSandbox = async ({ runtime, model, limits, dependencies, warm = false }) => {
  const entry = (inside: { runtime: string }) => [join(inside.runtime, 'child.js')];
  const cell = await ContainedProcess.open({ level: bare, runtime, limits, dependencies, entry });
  const sandbox = new Sandbox(cell, limits);
  sandbox.containment = { level: 'permission', held: [], missing: ['everything: a bench'] };
  const problem = await sandbox.start(model, warm);
  if (!problem) return sandbox;
  await sandbox.close();
  throw new Error(`The process without isolation did not get ready: ${problem.reason}: ${problem.message}.`);
};
