/** The same process without any isolation, to see what isolation costs: for the bench alone, never for a submission. */

import { join } from 'node:path';
import { Cell } from '../../grader/sandbox/cell.ts';
import { type Level, nodeFlags } from '../../grader/sandbox/levels/level.ts';
import { Sandbox, type StartSandbox } from '../../grader/sandbox/sandbox.ts';

const bare: Level = {
  // With this name no user of its own is made.
  name: 'permission',
  whyNot: () => undefined,
  launch: async ({ folders, limits, node }) => ({ command: [node, ...nodeFlags(limits)], inside: folders }),
};

export const startBare: StartSandbox = async ({ runtime, model, limits, given, warm = false }) => {
  const entry = (inside: { runtime: string }) => [join(inside.runtime, 'child.js')];
  const cell = await Cell.open({ level: bare, runtime, limits, given, entry });
  const sandbox = new Sandbox(cell, limits);
  sandbox.containment = { level: 'permission', held: [], missing: ['everything: a bench'] };
  const problem = await sandbox.start(model, warm);
  if (!problem) return sandbox;
  await sandbox.close();
  throw new Error(`The process without isolation did not get ready: ${problem.reason}: ${problem.message}.`);
};
