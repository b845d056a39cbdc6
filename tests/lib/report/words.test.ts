/** How the words of an answer are counted. */
// cspell:ignore côté théâtre τρία
import { describe, expect, it } from 'vitest';
import { countWords, without } from '../../../lib/report/words.ts';

describe('countWords', () => {
  it.each([
    ['', 0],
    [' \n ', 0],
    ['one', 1],
    ['one two\nthree\tfour', 4],
    ["don't", 1],
    ['Grad-CAM and non-negative maps', 4],
    ['and/or', 1],
    ['a learning rate of 0.001, then 1e-3', 7],
    ['– — … * = +', 0],
    ['one—two…three', 3],
    ['one–two', 2],
    ['one\u200btwo three', 3],
    ['À côté du théâtre', 4],
    ['ένα δύο τρία', 3],
    ['🎉 party 🎉', 1],
    ['- a list\n- of things', 4],
  ])('%j has %i', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });

  it('divides text without blanks', () => {
    // By a dictionary, whose versions differ.
    expect(countWords('我们喜欢猫')).toBeGreaterThan(1);
  });

  it('stops where a text is no answer any more', () => {
    expect(countWords('word '.repeat(1_000_000))).toBe(20_000);
    expect(countWords('-'.repeat(200_000))).toBe(0);
  });
});

describe('without', () => {
  it('removes each sentence once, whatever its line breaks', () => {
    expect(without('Write it\nhere. My answer. Write it here.', ['Write it here.'])).toBe('My answer. Write it here.');
  });

  it('removes longer ones first', () => {
    expect(without('a b c d', ['b', 'b c'])).toBe('a d');
  });
});
