/** The form of a function: what remains of it when names, layout, types and the way it is cut into statements are gone. */
import ts from 'typescript';
import { sha256 } from '../../lib/hash.ts';
import type { WrittenFunction } from './functions.ts';

export interface Form {
  /** Equal for functions that differ only in what {@link Form} leaves out. */
  readonly id: string;
  /** Hashes of {@link GRAM} tokens in a row, sorted, each once. */
  readonly grams: Int32Array;
}

const GRAM = 4;

const { SyntaxKind } = ts;

/** They say how code is laid out, typed or cut up, not what it computes. */
const TRANSPARENT = new Set([
  SyntaxKind.Block,
  SyntaxKind.ExpressionStatement,
  SyntaxKind.ReturnStatement,
  SyntaxKind.VariableStatement,
  SyntaxKind.VariableDeclarationList,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.ParenthesizedExpression,
  SyntaxKind.AsExpression,
  SyntaxKind.SatisfiesExpression,
  SyntaxKind.NonNullExpression,
  SyntaxKind.Parameter,
  SyntaxKind.SyntaxList,
]);

/** @param given grams of the skeleton, which everybody has */
export function formOf(written: WrittenFunction, given: ReadonlySet<number> = new Set()): Form {
  const tokens = formTokens(written);
  const grams = new Set<number>();
  for (let i = 0; i + GRAM <= Math.max(tokens.length, GRAM); i++) {
    const hash = hashOf(tokens.slice(i, i + GRAM).join(' '));
    if (!given.has(hash)) grams.add(hash);
  }
  return { id: sha256(Buffer.from(tokens.join(' '))), grams: Int32Array.from(grams).sort() };
}

/** The share of grams that two forms have in common. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  if (a.length === 0 && b.length === 0) return 1;
  let [i, j, common] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i]!, b[j]!];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return common / (a.length + b.length - common);
}

/** Syntax kinds and names of the API, in source order; a helper's body where it is first called. */
function formTokens({ source, parts, api }: WrittenFunction): string[] {
  const tokens: string[] = [];
  const helpers = new Map(parts.slice(1).map(({ name, node }) => [name, node]));
  const open = new Set<ts.Node>();

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || node.kind === SyntaxKind.Parameter) return;
    if (ts.isCallExpression(node)) visitCall(node);
    else if (ts.isPropertyAccessExpression(node)) {
      visit(node.expression);
      tokens.push(`.${node.name.text}`);
    } else if (ts.isIdentifier(node)) {
      // A local's name is the student's choice, and whether there is a local at all is a matter of layout.
      if (api.has(node.text) && node.text !== 'tf') tokens.push(node.text);
    } else if (ts.isNumericLiteral(node)) tokens.push(String(Number(node.text)));
    else if (ts.isBinaryExpression(node)) {
      visit(node.left);
      tokens.push(SyntaxKind[node.operatorToken.kind]!);
      visit(node.right);
    } else if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      tokens.push('function');
      visit(node.body as ts.Node);
    } else {
      if (!TRANSPARENT.has(node.kind)) tokens.push(SyntaxKind[node.kind]!);
      ts.forEachChild(node, visit);
    }
  };

  /** `x.mul(y)` and `tf.mul(x, y)` are one form; a call of a helper is what the helper does. */
  const visitCall = ({ expression, arguments: args }: ts.CallExpression): void => {
    const called = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText(source);
    const helper = helpers.get(called);
    if (called === 'tidy') {
      for (const arg of args) visit(bodyOf(arg));
    } else if (helper && !open.has(helper)) {
      open.add(helper);
      args.forEach(visit);
      visit(helper.body);
    } else {
      if (ts.isPropertyAccessExpression(expression)) visit(expression.expression);
      args.forEach(visit);
      tokens.push(`.${called}()`);
    }
  };

  visit(parts[0]!.node.body);
  return tokens;
}

const bodyOf = (node: ts.Node): ts.Node =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? node.body : node;

/** FNV-1a, 32 bits: a collision among a few thousand grams is rare, and only blurs one number. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
