/** The functions of the assignment, as they are graded. */
import type { Subject } from './check.ts';

const subject = (module: string, name: string, title: string, builtOn: string[] = []): Subject => ({
  module,
  name,
  title,
  builtOn,
});

export const subjects = {
  contentLoss: subject('style_modules/content_loss.ts', 'ContentLoss.forward', 'content loss'),
  gramMatrix: subject('style_modules/style_loss.ts', 'StyleLoss.gramMatrix', 'Gram matrix'),
  styleLoss: subject('style_modules/style_loss.ts', 'StyleLoss.forward', 'style loss', ['StyleLoss.gramMatrix']),
  tvLoss: subject('style_modules/tv_loss.ts', 'TotalVariationLoss.forward', 'total variation loss'),
  saliencyMap: subject('visualizers/saliency_map.ts', 'SaliencyMap.computeSaliencyMaps', 'saliency maps'),
} as const;
