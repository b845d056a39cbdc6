import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { classNames } from '../../embedded_model/pictures/classes.ts';
import { samples } from '../../embedded_model/pictures/samples.ts';
import { picturesHash } from '../../embedded_model/training/batches.ts';
import type { DataSheet } from '../../embedded_model/training/datasheet.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { loadImage, preprocess } from '../../lib/image/index.ts';
import { loadSqueezeNet, type SqueezeNet } from '../../lib/models/squeezenet.ts';
import { projectRoot } from '../../lib/root.ts';

const fixture = (path: string): string => join(projectRoot, 'assets', path);

let sheet: DataSheet;
let model: SqueezeNet;

beforeAll(async () => {
  await initEngine({ quiet: true });
  sheet = JSON.parse(await readFile(fixture('model/datasheet.json'), 'utf8'));
  model = await loadSqueezeNet(fixture(`model/${sheet.weights.file}`));
});

describe('the embedded model', () => {
  it('is the one that its data sheet describes, in at most 2 MB', async () => {
    const bytes = await readFile(fixture(`model/${sheet.weights.file}`));
    expect(bytes.length).toBe(sheet.weights.bytes);
    expect(bytes.length).toBeLessThanOrEqual(2_000_000);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sheet.weights.sha256);
    expect(model.classNames).toEqual(classNames);
  });

  it('was measured on the drawings as they are now', () => {
    expect(sheet.measured.picturesHash).toBe(picturesHash());
  });

  it('was measured to reach its goals, and to point at the thing', () => {
    const [at112, at224] = sheet.evaluations;
    expect(at112!.pictures).toBeGreaterThanOrEqual(1000);
    expect(at112!.top1).toBeGreaterThanOrEqual(0.95);
    expect(at224!.top1).toBeGreaterThanOrEqual(0.9);
    for (const { gradCamHits } of sheet.evaluations) expect(gradCamHits).toBeGreaterThanOrEqual(0.85);
  });

  it('knows the sample scenes', async () => {
    for (const { file, classIndex } of samples) {
      if (classIndex === undefined) continue;
      const image = await loadImage(fixture(`images/${file}`));
      const predicted = tf.tidy(() => tf.argMax(model.scores(preprocess(image)), 1).dataSync()[0]!);
      expect(classNames[predicted], file).toBe(classNames[classIndex]);
    }
  });
});
