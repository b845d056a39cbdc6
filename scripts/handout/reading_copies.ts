/** The library's sources that the wrap-up papers are about. Students get `lib` built, and these to read. */
import { posix } from 'node:path';

const READ = [
  'lib/captum/integrated_gradients.ts',
  'lib/captum/integration.ts',
  'lib/captum/shap_cam.ts',
  'lib/captum/shapley.ts',
  'lib/models/randomize.ts',
  'lib/statistics/rank_correlation.ts',
  'lib/statistics/structural_similarity.ts',
];

/**
 * `wrap_up/library/shap_cam.ts` and so on. Their imports lead to the built library, so that an editor can follow them.
 *
 * @param sources path in the project → text
 * @throws Error if one of them is missing
 */
export function readingCopies(sources: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    READ.map((path) => {
      const text = sources.get(path);
      if (text === undefined) throw new Error(`${path} is not in the handout: no file of wrap_up/ imports it.`);
      const imported = (relative: string) => `#${posix.join(posix.dirname(path), relative)}`;
      return [
        `wrap_up/library/${posix.basename(path)}`,
        text.replace(/'(\.\.?\/[\w./-]+\.ts)'/g, (_, relative: string) => `'${imported(relative)}'`),
      ];
    }),
  );
}
