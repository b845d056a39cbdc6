/** Which sample figures there are, how they are made, and what students see in them. */

const PICTURES = ['cat', 'fish', 'sailboat'].map((name) => `assets/images/${name}.png`);

export interface Deliverable {
  /** The entry script. */
  readonly script: string;
  readonly args: readonly string[];
  /** File name without extension → what it shows. */
  readonly figures: Readonly<Record<string, string>>;
}

export const deliverables: readonly Deliverable[] = [
  {
    script: 'saliency_map',
    args: ['--images', ...PICTURES],
    figures: {
      saliency_map:
        'Where a small change of a pixel changes the score of the class most: on the thing and its outline rather than in the background. The map made by hand and the one from the library are the same.',
    },
  },
  {
    script: 'gradcam',
    args: ['--images', ...PICTURES],
    figures: {
      gradcam:
        'Guided backprop is sharp, but much the same for every class. Grad-CAM is coarse and lies on the thing. Their product is sharp and lies on the thing; where nothing speaks for the class it is neutral gray.',
      gradcam_captum:
        'The same with the library, and what an early layer contributes: edges and colors rather than things.',
    },
  },
  {
    script: 'fooling_image',
    args: ['--images', ...PICTURES, '--target-class', 'star'],
    figures: {
      fooling_image:
        'The fooling image looks like the original; the difference is hardly seen before it is enlarged ten times. The probabilities before and after stand below; a title with "still" would mean that 100 steps were not enough.',
    },
  },
  {
    script: 'class_visualization',
    args: ['--classes', 'fish', 'butterfly'],
    figures: {
      class_visualization:
        'From noise grow parts of the class, at several places: eyes and scales of the fish, wings of the butterfly. The network is small and its classes are drawings, so they are less clear than those of a network that knows photographs; `npm run weights` gets one.',
    },
  },
  {
    script: 'style_transfer',
    args: [],
    figures: {
      style_transfer:
        "The picture keeps its content and takes the painting's colors and strokes. The loss jumps in the first steps, then falls, and falls once more when the learning rate does at step 180.",
    },
  },
];

export const readme = (network: string): string => `# Sample figures

Made by \`npm run deliverables\` with a right solution, from the course's pictures (\`assets/images\`), the network that comes
with the assignment (${network}) and the default options. Compare yours with them: they should show the same, but need not
agree in every pixel. The files are reduced in size and colors; yours are larger.

${deliverables
  .flatMap(({ script, figures }) =>
    Object.entries(figures).map(
      ([name, about]) => `## ${name}.png\n\n\`npm run ${script}\`. ${about}\n\n![](${name}.png)\n`,
    ),
  )
  .join('\n')}`;
