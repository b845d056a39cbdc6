/** Ways to reach code or modules other than by an import at the top. The sandbox contains them; this reports them early. */
import ts from 'typescript';
import { lineOf, normalizedText, ownFunctions, walk } from '../source.ts';

export interface Escape {
  readonly line: number;
  readonly what: string;
  /** Whether honest solutions never have it. */
  readonly isCertain: boolean;
}

const processInternals = ['binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'mainModule'];
const processEnds = ['exit', 'reallyExit', 'abort', 'kill'];

export function findEscapes(source: ts.SourceFile, skeletonText: string | undefined): Escape[] {
  const escapes: Escape[] = [];
  const own = ownFunctions(source);
  for (const node of walk(source)) {
    const found = escapeOf(node);
    if (!found) continue;
    if (skeletonText !== undefined && !found.isCertain && skeletonText.includes(node.getText(source))) continue;
    escapes.push({ line: lineOf(source, node), ...found });
  }
  return escapes;

  function escapeOf(node: ts.Node): Omit<Escape, 'line'> | undefined {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return escapeOfCall(node.expression);
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const member = node.name.text;
    if (ts.isMetaProperty(node.expression)) return { what: `import.meta.${member}`, isCertain: false };
    if (!isProcess(node.expression)) return undefined;
    if (ts.isIdentifier(node.expression) && own.has('process')) return undefined;
    if (processInternals.includes(member)) return { what: `process.${member}`, isCertain: true };
    return processEnds.includes(member) ? { what: `process.${member}`, isCertain: false } : undefined;
  }

  function escapeOfCall(callee: ts.Expression): Omit<Escape, 'line'> | undefined {
    if (callee.kind === ts.SyntaxKind.ImportKeyword) return { what: 'import()', isCertain: true };
    if (ts.isIdentifier(callee) && own.has(callee.text)) return undefined;
    const name = ts.isIdentifier(callee) ? callee.text : normalizedText(source, callee).replaceAll(' ', '');
    const evaluated = /^(?:globalThis\.|\(0,)?(eval|Function)\)?$/.exec(name)?.[1];
    if (evaluated) return { what: `${evaluated}()`, isCertain: true };
    return name === 'require' || name === 'createRequire' ? { what: `${name}()`, isCertain: true } : undefined;
  }
}

function isProcess(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'process';
  return ts.isPropertyAccessExpression(node) && node.name.text === 'process';
}
