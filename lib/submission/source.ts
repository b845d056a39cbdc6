/**
 * Parsing of source files with TypeScript's parser: nothing is executed, resolved or type-checked.
 *
 * Loading TypeScript takes a fifth of a second, so import this module (and its dependents) only if needed.
 */
import ts from 'typescript';

/** A sentence about one line of a file. */
export interface Remark {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** @throws RangeError if the source is nested too deeply for the parser's stack */
export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false, ts.ScriptKind.TS);
}

/** The first syntax error, if any. */
export function firstSyntaxError(source: ts.SourceFile): Remark | undefined {
  // Internal, but stable since TypeScript 1: the public API for these needs a program, which would resolve imports.
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  const first = parseDiagnostics[0];
  if (!first) return undefined;
  const text = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  return { line: source.getLineAndCharacterOfPosition(first.start).line + 1, text };
}

export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Every node in source order. Iterative: the tree may be deeper than the stack. */
export function* walk(source: ts.SourceFile): Generator<ts.Node> {
  const stack: ts.Node[] = [source];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    stack.push(...children.reverse());
  }
}

/** Names of the file's own top-level functions: calls by these names are its own. */
export function ownFunctions(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const node of source.statements) {
    // Mere declarations (`declare`, an overload) vanish when types are stripped.
    if (ts.isFunctionDeclaration(node) && node.body && node.name && !isAmbient(node)) names.add(node.name.text);
    if (!ts.isVariableStatement(node) || isAmbient(node)) continue;
    for (const { name, initializer } of node.declarationList.declarations) {
      const isFunction = initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
      if (isFunction && ts.isIdentifier(name)) names.add(name.text);
    }
  }
  return names;
}

const isAmbient = (node: ts.FunctionDeclaration | ts.VariableStatement): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;

/** The text of a node without white space and comments: unaffected by formatting. */
export function normalizedText(source: ts.SourceFile, node: ts.Node): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true);
  scanner.setText(node.getText(source));
  const tokens: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const closes = kind === ts.SyntaxKind.CloseParenToken || kind === ts.SyntaxKind.CloseBraceToken;
    if (closes && tokens.at(-1) === ',') tokens.pop();
    tokens.push(
      kind === ts.SyntaxKind.StringLiteral ? JSON.stringify(scanner.getTokenValue()) : scanner.getTokenText(),
    );
  }
  return tokens.join(' ');
}
