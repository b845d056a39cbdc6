/** The texts of several solutions of each function: the reference's, accepted variants, and misconceptions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { checks } from '../../../assignment/checks/index.ts';
import { subjects as subjectKeys } from '../../../assignment/checks/subjects.ts';
import type { Subject } from '../../../harness/check.ts';
import { projectRoot } from '../../../lib/root.ts';
import { bodyOf } from '../../../scripts/handout/fill.ts';

/** Parameters and body as written. */
export interface Variant {
  readonly parameters: readonly string[];
  readonly body: string;
}

export const subjects: readonly Subject[] = [...new Set(checks.map(({ subject }) => subject))];

/** Function → its solutions, the reference's first. @param folders below `assignment/` */
export function variantsIn(folders: readonly string[]): Map<string, Variant[]> {
  const found = new Map(subjects.map((subject) => [subject.name, [referenceOf(subject)]]));
  for (const folder of folders) {
    const path = join(projectRoot, 'assignment', folder);
    const files = readdirSync(path).filter((file) => file.endsWith('.ts'));
    for (const file of files) collect(readFileSync(join(path, file), 'utf8'), found);
  }
  return found;
}

function referenceOf({ module, name }: Subject): Variant {
  const text = readFileSync(join(projectRoot, 'reference', module), 'utf8');
  const { start, end } = bodyOf(text, name);
  const head = text.slice(0, start);
  const open = head.lastIndexOf(`${name.split('.').at(-1)}(`);
  return { parameters: parametersOf(head.slice(open)), body: text.slice(start, end) };
}

/** Of a signature up to its body; destructured ones are kept whole. */
function parametersOf(signature: string): string[] {
  const source = ts.createSourceFile('f.ts', `function ${signature}{}`, ts.ScriptTarget.ES2022);
  const [declared] = source.statements;
  return declared && ts.isFunctionDeclaration(declared)
    ? declared.parameters.map((one) => one.name.getText(source))
    : [];
}

/** Calls such as `tv('slices', 'slices with open ends', (img, weight) => …)`: the maker of a subject's variants, by name. */
function collect(text: string, found: Map<string, Variant[]>): void {
  const source = ts.createSourceFile('variants.ts', text, ts.ScriptTarget.ES2022, true);
  const makers = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      const maker = /^(?:solutionsOf|variantsOf)\b[\s\S]*?\(\s*subjects\.(\w+)/.exec(node.initializer.getText());
      const subject = maker && subjectKeys[maker[1] as keyof typeof subjectKeys];
      if (subject) makers.set(node.name.text, subject.name);
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && makers.has(node.expression.text)) {
      const last = node.arguments.at(-1);
      if (last && (ts.isArrowFunction(last) || ts.isFunctionExpression(last))) {
        const body = ts.isBlock(last.body) ? last.body.getText() : `{ return ${last.body.getText()}; }`;
        const parameters = last.parameters.map((one) => one.name.getText());
        found.get(makers.get(node.expression.text)!)?.push({ parameters, body });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
