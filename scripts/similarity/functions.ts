/** The functions that students wrote, with the helpers that each one calls, out of a submission's files. */
import ts from 'typescript';
import type { Subject } from '../../harness/check.ts';
import { parseSource } from '../../lib/submission/source.ts';

export interface WrittenFunction {
  readonly source: ts.SourceFile;
  /** The function, then the helpers that it calls, each once. */
  readonly parts: readonly { readonly name: string; readonly node: FunctionNode }[];
  /** What the file imports or the language gives: names that mean the same in every submission. */
  readonly api: ReadonlySet<string>;
}

export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };

/** Undefined if there is no such function, or it is still a stub. */
export function findFunction(
  source: ts.SourceFile,
  { name }: Subject,
  given: ReadonlySet<string>,
): WrittenFunction | undefined {
  const own = functionsIn(source);
  const node = own.get(name);
  if (!node || isStub(node, source)) return undefined;
  const parts = [{ name, node }];
  for (const part of parts) {
    for (const called of callsIn(part.node)) {
      const helper = own.get(called) ?? own.get(`${name.split('.')[0]}.${called}`);
      // What the course gave is everybody's, and another graded function is compared by itself.
      const isNew = helper && !given.has(called) && !parts.some((one) => one.node === helper);
      if (isNew) parts.push({ name: called, node: helper });
    }
  }
  return { source, parts, api: apiNames(source) };
}

export function parseOrNothing(path: string, text: string): ts.SourceFile | undefined {
  try {
    return parseSource(path, text);
  } catch {
    return undefined; // nested too deeply
  }
}

/** `name` for a top-level function, `Class.name` for a method. */
export function functionsIn(source: ts.SourceFile): Map<string, FunctionNode> {
  const found = new Map<string, FunctionNode>();
  const add = (name: string, node: ts.Node | undefined) => {
    if (node && ts.isFunctionLike(node) && 'body' in node && node.body) found.set(name, node as FunctionNode);
  };
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) add(statement.name.text, statement);
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) add(name.text, initializer);
    }
    if (!ts.isClassDeclaration(statement) || !statement.name) continue;
    for (const member of statement.members) {
      if (!member.name || !(ts.isIdentifier(member.name) || ts.isPrivateIdentifier(member.name))) continue;
      const body = ts.isPropertyDeclaration(member) ? member.initializer : member;
      add(`${statement.name.text}.${member.name.text}`, body);
    }
  }
  return found;
}

/** Names called directly or on `this`. */
function callsIn(root: ts.Node): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const { expression } = ts.isCallExpression(node) ? node : { expression: undefined };
    if (expression && ts.isIdentifier(expression)) names.push(expression.text);
    if (
      expression &&
      ts.isPropertyAccessExpression(expression) &&
      expression.expression.kind === ts.SyntaxKind.ThisKeyword
    )
      names.push(expression.name.text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

const isStub = ({ body }: FunctionNode, source: ts.SourceFile): boolean =>
  body.getText(source).includes('new NotImplementedError(');

function apiNames(source: ts.SourceFile): Set<string> {
  const names = new Set(['Math', 'Number', 'Array', 'Float32Array', 'Int32Array', 'Object', 'Map', 'Set']);
  for (const statement of source.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (clause?.name) names.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings)) for (const { name } of bindings.elements) names.add(name.text);
  }
  return names;
}
