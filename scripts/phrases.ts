/** `npm run phrases`: fails on phrases that read as translated; part of `npm run lint`. Words are cspell's (`flagWords`). */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { projectRoot } from '../lib/root.ts';

/** This list itself, and what is stored, generated or the project's history. */
const EXEMPT = ['scripts/phrases.ts', 'fixtures/', 'package-lock.json', 'assets/', 'CHANGELOG.md'];

/** Phrase → what an engineer writes. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bin the place of\b/i, 'in place of, instead of'],
  [/\bleft aside\b/i, 'ignored'],
  [/\bstands? in (?!for\b)/i, 'is in'],
  [/\b(?:is|are|was|were) (?:not )?to be (?!sure\b)/i, 'must be, should be'],
  [/\b(?:a|an|one|number|tensor|transpose|offset) (?:is|was|were) due\b/i, 'expected'],
  [/\bfor want of\b/i, 'because … ran out'],
  [/\bwhose result is another\b/i, 'the results that changed'],
  [/\bless brackets\b/i, 'simplify'],
  [/\bexit code \d where\b/i, 'if'],
  [/\bif the system does not tell\b/i, '0 where the system does not report it'],
  [/\bwhat Node shall\b/i, 'what Node runs'],
  [/\bwhoever needs\b/i, 'a file that needs'],
  [/\b(?:is|are) looked at\b/i, 'checked'],
  [/\btakes? for\b/i, 'mistakes for, classifies as, treats as'],
  [/\bas it comes\b/i, 'as it arrives'],
  [/\bnobody can tell\b/i, 'it is unclear'],
  [/\ball that came of it\b/i, 'its descendants'],
];

await runMain(async () => {
  commandLine('npm run phrases').description('Fails on phrases that read as translated.').parse();
  const listed = execFileSync('git', ['ls-files', '-z', '*.ts', '*.md', '*.mjs', '*.cjs', '*.sh', 'gradescope'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const files = listed.split('\0').filter((file) => file && !EXEMPT.some((path) => file.startsWith(path)));
  const found = files.filter((file) => existsSync(join(projectRoot, file))).flatMap(findPhrases);
  for (const line of found) console.error(line);
  return found.length > 0 ? 1 : 0;
});

function findPhrases(file: string): string[] {
  const lines = readFileSync(join(projectRoot, file), 'utf8').split('\n');
  return lines.flatMap((line, i) =>
    PHRASES.filter(([phrase]) => phrase.test(line)).map(
      ([phrase, better]) => `${file}:${i + 1}: "${phrase.exec(line)![0].trim()}": write ${better}.`,
    ),
  );
}
