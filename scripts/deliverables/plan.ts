/** Which sample figures there are, how they are made, and what students see in them. */

export interface Deliverable {
  /** The entry script. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Of the figures' names here, where a script has more than one run. */
  readonly suffix?: string;
  /** File name without extension → what it shows. */
  readonly figures: Readonly<Record<string, string>>;
}

export const deliverables: readonly Deliverable[] = [
  {
    script: 'saliency_map',
    figures: {
      saliency_map:
        'Where a small change of a pixel changes the score of the class most: on the thing and its outline rather than in the background. The map made by hand and the one from the library are the same.',
    },
  },
  {
    script: 'gradcam',
    figures: {
      gradcam:
        'Guided backprop is sharp, but much the same for every class. Grad-CAM is coarse and lies on the thing. Their product is sharp and lies on the thing; where nothing speaks for the class it is neutral gray.',
      gradcam_captum:
        'The same with the library, and what an early layer contributes: edges and colors rather than things. Conductance is red for and blue against the class.',
    },
  },
  {
    script: 'fooling_image',
    figures: {
      fooling_image:
        'The fooling image looks like the original; the difference is hardly seen before it is enlarged ten times. The probabilities before and after stand below; a title with "not fooled" would mean that the steps were not enough.',
    },
  },
  {
    script: 'class_visualization',
    figures: {
      class_visualization:
        'From noise grow parts of the class, at several places: eyes and scales of the fish, wings of the butterfly. The network is small and its classes are drawings, so they are less clear than those of a network that knows photographs; `npm run weights` gets one.',
    },
  },
  {
    script: 'style_transfer',
    figures: {
      style_transfer:
        "The picture keeps its content and takes the painting's colors and strokes. The loss jumps in the first steps, then falls; late steps may be too long for it, until the learning rate drops at step 180.",
    },
  },
  {
    script: 'style_transfer',
    args: ['--set', 'Mosaic'],
    suffix: '_mosaic',
    figures: { style_transfer: 'Another painting, with another set of weights.' },
  },
  {
    script: 'style_transfer',
    args: ['--content', 'assets/images/butterfly.png'],
    suffix: '_butterfly',
    figures: { style_transfer: 'Another picture.' },
  },
];

export const readme = (network: string): string => `# Sample figures

Made by \`npm run deliverables\` with a right solution, from the course's pictures (\`assets/images\`), the network that comes
with the assignment (${network}) and the default options. Compare yours with them: they should show the same, but need not
agree in every pixel. The files are reduced in size and colors; yours are larger.

${deliverables
  .flatMap(({ script, args = [], suffix = '', figures }) =>
    Object.entries(figures).map(([figure, about]) => {
      const command = ['npm run', script, ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
      return `## ${figure}${suffix}.png\n\n\`${command}\`. ${about}\n\n![](${figure}${suffix}.png)\n`;
    }),
  )
  .join('\n')}`;
