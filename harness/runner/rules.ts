/** What the autograder says of the files themselves, said before anything of them is run. */
import { chalk } from '#lib/color.ts';
import { readSubmissionFolder } from '#lib/submission/folder.ts';
import type { SubmissionFormat } from '#lib/submission/index.ts';
import { isCostly, lineOfFinding, type RuleFinding } from '#lib/submission/rules/findings.ts';

export interface RulesSaid {
  /** Line by line, for the terminal; '' if there is nothing to say. */
  readonly text: string;
  /** File of the assignment → why the autograder does not run it. */
  readonly barred: ReadonlyMap<string, string>;
}

/**
 * @param modules the files whose checks run; of the others nothing is said
 * @param originals the folder with the files as handed out
 */
export async function askRules(
  folder: string,
  format: SubmissionFormat,
  modules: ReadonlySet<string>,
  originals: string,
): Promise<RulesSaid> {
  const { files, unread } = await readSubmissionFolder(folder, format);
  const { checkAtHome } = await import('#lib/submission/rules/at_home.ts'); // loads TypeScript
  const isShown = (file: string) => modules.has(file) || !format.files.includes(file);
  const findings = (await checkAtHome(files, format, originals)).filter(
    // A print costs nothing, and who looks for a mistake needs some: `npm run collect` speaks of them.
    ({ file, code }) => isShown(file) && code !== 'rules.print',
  );
  const refused = unread.filter(({ file }) => isShown(file));
  const barred = new Map(refused.map(({ file, reason }) => [file, reason]));
  for (const finding of findings)
    if (finding.severity === 'file' && !barred.has(finding.file)) barred.set(finding.file, lineOfFinding(finding));
  const lines = [...refused.map(({ reason }) => chalk.red(`✗ ${reason}`)), ...findings.map(render)];
  const head = chalk.bold('What the autograder says of your files:');
  return { barred, text: lines.length === 0 ? '' : `${[head, ...lines].join('\n')}\n\n` };
}

const render = (finding: RuleFinding): string =>
  isCostly(finding) ? chalk.red(`✗ ${lineOfFinding(finding)}`) : chalk.yellow(`! ${lineOfFinding(finding)}`);
