/** Left-over prints: debug output that a student forgot to remove. */
import ts from 'typescript';
import { lineOf, normalizedText, type Remark, walk } from './source.ts';

/** The prints of a file that its skeleton does not have. `text` is the statement's code, shortened. */
export function leftOverPrints(source: ts.SourceFile, skeleton: ts.SourceFile): Remark[] {
  const own = new Map<string, number>();
  for (const node of findPrints(skeleton)) {
    const text = normalizedText(skeleton, node);
    own.set(text, (own.get(text) ?? 0) + 1);
  }
  const remarks: Remark[] = [];
  for (const node of findPrints(source)) {
    const text = normalizedText(source, node);
    const allowed = own.get(text) ?? 0;
    if (allowed > 0) own.set(text, allowed - 1);
    else remarks.push({ line: lineOf(source, node), text: shorten(node.getText(source)) });
  }
  return remarks;
}

function findPrints(source: ts.SourceFile): ts.Node[] {
  const prints: ts.Node[] = [];
  for (const node of walk(source)) if (isPrint(node)) prints.push(node);
  return prints;
}

function isPrint(node: ts.Node): boolean {
  if (ts.isDebuggerStatement(node)) return true;
  if (!ts.isCallExpression(node)) return isAlias(node);
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) return false;
  if (isNamed(callee.expression, 'console')) return true;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const method = callee.name.text;
  if (method === 'write') return isNamed(callee.expression, 'stdout') || isNamed(callee.expression, 'stderr');
  return method === 'print'; // tensor.print(), tf.print(tensor)
}

/** `const log = console.log`, `const { log } = console`. */
function isAlias(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return false;
  const value = node.initializer;
  return isNamed(value, 'console') || (ts.isPropertyAccessExpression(value) && isNamed(value.expression, 'console'));
}

/** `name` or `anything.name`. */
function isNamed(node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) ? node.text === name : ts.isPropertyAccessExpression(node) && node.name.text === name;
}

function shorten(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`;
}
