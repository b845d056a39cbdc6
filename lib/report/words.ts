/** How words are counted. */

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** Words joined by one of these are one: `Grad-CAM`, and `and/or`. */
const JOINS = new Set(['-', '\u2010', '\u2011', '/']);

/** The segmenter takes time with the square of what it is given. */
const MAX_RUN_CHARS = 200;
/** Far above any limit: what is longer need not be counted to the end. */
const MAX_RUNS = 20_000;
const RUN = new RegExp(`\\S{1,${MAX_RUN_CHARS}}`, 'gu');

/**
 * Words as Unicode divides text (UAX #29), except that a hyphen or a slash joins two: `Grad-CAM`, `don't` and `0.001` are one
 * word each. Signs alone are none. Text without blanks, as in Chinese, is divided by a dictionary.
 * A text of more than 20,000 pieces between blanks is counted that far.
 */
export function countWords(text: string): number {
  let [words, runs] = [0, 0];
  for (const [run] of text.matchAll(RUN)) {
    if (runs === MAX_RUNS) break;
    runs += 1;
    words += wordsOf(run);
  }
  return words;
}

function wordsOf(run: string): number {
  let words = 0;
  let joined = false;
  let afterWord = false;
  for (const { segment, isWordLike } of segmenter.segment(run)) {
    if (isWordLike && !joined) words += 1;
    joined = afterWord && JOINS.has(segment);
    afterWord = isWordLike ?? false;
  }
  return words;
}

/** One blank between words, so that line breaks of a PDF do not matter. */
export const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Without the first occurrence of each of `known`. Longer ones go first: one may be in another. */
export function without(text: string, known: readonly string[]): string {
  const longest = known
    .map(squeeze)
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  // A function, since `$` in a replacement's text would mean something.
  return squeeze(longest.reduce((rest, one) => rest.replace(one, () => ' '), squeeze(text)));
}
