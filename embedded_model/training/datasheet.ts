import { classNames, isTexture } from '../pictures/classes.ts';
import { type Evaluation, mistakes } from './evaluate.ts';
import type { Plan } from './plan.ts';

/** The content of datasheet.json, written beside the weights. */
export interface DataSheet {
  readonly model: 'SqueezeNet 1.1';
  readonly weights: {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly precision: 'float16';
  };
  readonly classNames: readonly string[];
  readonly input: string;
  readonly training: {
    readonly seed: string;
    /** SHA-256 of the weights it started from; absent if it started from random ones. */
    readonly startedFrom?: string;
    readonly plan: Plan;
    readonly steps: number;
    readonly pictures: number;
    readonly wallSeconds: number;
    readonly engines: readonly string[];
    readonly tfjs: string;
    readonly node: string;
    readonly threads: number;
    readonly picturesHash: string;
    readonly curve: readonly { step: number; loss: number; accuracy: number }[];
  };
  /** The hash of the drawings measured on (they may be newer than those trained on), the engine, and the results. */
  readonly measured: { readonly picturesHash: string; readonly engine: string };
  readonly evaluations: readonly Evaluation[];
  /** Further remarks, written by hand; kept when the model is measured again. */
  readonly note?: string;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The data sheet as a page to read. */
export function dataSheetPage(sheet: DataSheet): string {
  const { training, weights, evaluations } = sheet;
  const things = classNames.filter((_, i) => !isTexture(i));
  const surfaces = classNames.filter((_, i) => isTexture(i));
  return `# The embedded model

Written by \`npm run train\`; do not edit. The same figures, and the whole confusion matrix, are in \`datasheet.json\`.

SqueezeNet 1.1 for ${classNames.length} classes, trained by this project on pictures that \`embedded_model/pictures\` draws, so that everything
runs and means something with no download. It knows these drawings, not photographs.

- **Things** (${things.length}): ${things.join(', ')}.
- **Textures** (${surfaces.length}): ${surfaces.join(', ')}.
- **Input**: ${sheet.input}
- **File**: \`${weights.file}\`, ${weights.bytes} bytes, half precision, SHA-256 \`${weights.sha256}\`.

## Fresh pictures, never trained on

| size | pictures | top-1 | Grad-CAM peak inside the thing | (share of the picture a thing covers) | scores above 0 |
| ---: | ---: | ---: | ---: | ---: | ---: |
${evaluations.map(row).join('\n')}

Measured on the stored half-precision weights (engine: ${sheet.measured.engine}). The Grad-CAM peak is that of the right class's map (last feature map, ReLU,
resized bilinearly); textures, which have no inside, are left out. "Scores above 0": of all pairs of picture and class, those whose
score passes the last ReLU and so has a gradient.

${evaluations.map(confusions).join('\n')}
## Training

- Seed \`${training.seed}\`; ${training.steps} steps, ${training.pictures} pictures, each drawn once; ${(training.wallSeconds / 60).toFixed(0)} minutes of wall time.
${training.startedFrom ? `- Started from weights of an earlier run of \`npm run train\`, SHA-256 \`${training.startedFrom}\`; steps, pictures and time are those since.\n` : ''}- Engine: ${training.engines.join(', then ')} (TensorFlow.js ${training.tfjs}, ${training.threads} threads, Node ${training.node}).
- AdamW, learning rate up to ${training.plan.peakLearningRate} with warm-up and cosine decay, label smoothing ${training.plan.labelSmoothing}. Sizes: ${training.plan.stages.map(({ steps, sizes }) => `${steps} steps at ${[...new Set(sizes)].join('/')} px`).join(', ')}.
- A penalty keeps every class's score map above the last ReLU's zero, so that every class has a gradient on every picture.
${drawings(sheet)}

To train it again: \`npm run train -- --seed ${training.seed}${training.startedFrom ? ' --plan tune --from THOSE_WEIGHTS' : ''}\`. Pictures and their order are the same on every machine; the weights are the same only
on the same engine, processor and number of threads, because the order of float additions is theirs.
`;
}

function drawings({ training, measured, note }: DataSheet): string {
  const [trained, now] = [training.picturesHash.slice(0, 16), measured.picturesHash.slice(0, 16)];
  if (trained === now) return `- The drawings trained on and measured on are those with hash \`${now}\`.`;
  return `- **The drawings have changed since**: it was trained on those with hash \`${trained}\` and measured on those with hash \`${now}\`. Training again with the present drawings gives another model.${note ? ` ${note}` : ''}`;
}

function row(e: Evaluation): string {
  return `| ${e.size} | ${e.pictures} | ${percent(e.top1)} | ${percent(e.gradCamHits)} of ${e.gradCamPictures} | ${percent(e.meanMaskShare)} | ${percent(e.liveScores)} |`;
}

function confusions(e: Evaluation): string {
  const list = mistakes(e).map(({ actual, predicted, pictures }) => `${actual} taken for ${predicted} (${pictures})`);
  const worst = e.confusion
    .map((counts, i) => ({ name: classNames[i]!, share: counts[i]! / counts.reduce((a, b) => a + b, 0) }))
    .sort((a, b) => a.share - b.share)
    .slice(0, 5);
  return `**At ${e.size} px**, most frequent mistakes: ${list.join(', ') || 'none'}. Least accurate classes: ${worst.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')}.
`;
}
