/** The embedded model, measured again on pictures that it has not seen. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DataSheet } from '../../embedded_model/training/datasheet.ts';
import { evaluate } from '../../embedded_model/training/evaluate.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { loadSqueezeNet } from '../../lib/models/squeezenet.ts';
import { projectRoot } from '../../lib/root.ts';

it('knows what they show, and points at it', async () => {
  await initEngine({ quiet: true });
  const folder = join(projectRoot, 'assets/model');
  const sheet: DataSheet = JSON.parse(await readFile(join(folder, 'datasheet.json'), 'utf8'));
  const model = await loadSqueezeNet(join(folder, sheet.weights.file));
  const { top1, gradCamHits, liveScores } = evaluate(model, { series: 'test', pictures: 90, size: 112 });
  expect(top1).toBeGreaterThan(0.9);
  expect(gradCamHits).toBeGreaterThan(0.75);
  expect(liveScores).toBeGreaterThan(0.99);
});
