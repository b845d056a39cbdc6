/** Rewrites a function's body as another person would write the same, or as somebody would who hides a copy. */
import ts from 'typescript';
import type { Random } from '../../../lib/random.ts';

const { factory } = ts;

/** Methods of tensors that are functions of `tf` too. */
const OPS = new Set(
  'abs add div dot flatten gather matMul max maximum mean minimum mul neg pow relu reshape slice sqrt square squaredDifference step sub sum transpose'.split(
    ' ',
  ),
);

export type Rewrite = (body: string, random: Random) => string;

/** `x.mul(y)` ⇄ `tf.mul(x, y)`, and the order of factors and terms. */
export const flipped =
  (probability: number): Rewrite =>
  (body, random) =>
    transformed(body, (node) => {
      if (!ts.isCallExpression(node) || random.uniform(0, 1) > probability) return node;
      const { expression, arguments: args } = node;
      if (!ts.isPropertyAccessExpression(expression) || !OPS.has(expression.name.text)) return node;
      const op = expression.name.text;
      const isOfTf = ts.isIdentifier(expression.expression) && expression.expression.text === 'tf';
      const [first, ...rest] = isOfTf ? args : [expression.expression, ...args];
      if (!first || ts.isNumericLiteral(first) || ts.isPrefixUnaryExpression(first)) return node;
      const [second] = rest;
      const swaps = second && ['mul', 'add'].includes(op) && !ts.isNumericLiteral(second) && random.int(2) === 0;
      const all = swaps ? [second, first] : [first, ...rest];
      if (random.int(2) === 0) return tfCall(op, all);
      return factory.createCallExpression(factory.createPropertyAccessExpression(all[0]!, op), undefined, all.slice(1));
    });

const tfCall = (op: string, args: readonly ts.Expression[]): ts.Expression =>
  factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier('tf'), op),
    undefined,
    args,
  );

/** Receivers of calls become constants of their own. */
export const withConstants =
  (probability: number): Rewrite =>
  (body, random) =>
    onStatements(body, (statement) => {
      const call = lastCall(statement);
      if (!call || random.uniform(0, 1) > probability) return [statement];
      const { expression } = call;
      if (!ts.isPropertyAccessExpression(expression) || !ts.isCallExpression(expression.expression)) return [statement];
      const name = freshName(random);
      const changed = replaced(statement, expression.expression, factory.createIdentifier(name));
      return [constant(name, expression.expression), changed];
    });

/** The expression of a statement as a function of its own, outside. */
export const withHelpers =
  (probability: number): Rewrite =>
  (body, random) => {
    const helpers: string[] = [];
    const main = onStatements(body, (statement, locals) => {
      const call = lastCall(statement);
      if (!call || random.uniform(0, 1) > probability || /\bthis\b/.test(textOf(call))) return [statement];
      const name = `${freshName(random)}Of`;
      const used = [...locals].filter((local) => new RegExp(`\\b${local}\\b`).test(textOf(call)));
      helpers.push(`const ${name} = (${used.join(', ')}) => ${textOf(call)};`);
      const helperCall = factory.createCallExpression(
        factory.createIdentifier(name),
        undefined,
        used.map((local) => factory.createIdentifier(local)),
      );
      return [replaced(statement, call, helperCall)];
    });
    return `${main}${HELPERS}${helpers.join('\n')}`;
  };

/** Between a body and the helpers that go to the end of its file. */
export const HELPERS = '\n//helpers\n';

/** Adjacent constants that do not use each other change places. */
export const reordered: Rewrite = (body) => {
  const statements = statementsOf(body);
  for (let i = 0; i + 1 < statements.length; i++) {
    const [a, b] = [statements[i]!, statements[i + 1]!];
    const names = declaredIn(a);
    const independent =
      ts.isVariableStatement(a) && ts.isVariableStatement(b) && !uses(b, names) && !uses(a, declaredIn(b));
    if (!independent) continue;
    [statements[i], statements[i + 1]] = [b, a];
    i++;
  }
  return blockOf(statements);
};

/** Every local has another name. */
export const renamed: Rewrite = (body, random) => {
  const names = new Map<string, string>();
  const collect = (node: ts.Node): void => {
    const isLocal = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    if (isLocal && ts.isIdentifier(node.name) && !(ts.isBindingElement(node) && !node.propertyName))
      names.set(node.name.text, freshName(random));
    ts.forEachChild(node, collect);
  };
  statementsOf(body).forEach(collect);
  return transformed(body, (node) =>
    ts.isIdentifier(node) && names.has(node.text) ? factory.createIdentifier(names.get(node.text)!) : node,
  );
};

/** Parameters get the skeleton's names. */
export function withParameters(body: string, from: readonly string[], to: readonly string[]): string {
  const names = new Map(
    from.flatMap((name, i) => (/^\w+$/.test(name) && /^\w+$/.test(to[i] ?? '') ? [[name, to[i]!] as const] : [])),
  );
  return transformed(body, (node) =>
    ts.isIdentifier(node) && names.has(node.text) ? factory.createIdentifier(names.get(node.text)!) : node,
  );
}

let count = 0;
const SYLLABLES = 'ba da fo gu hi ka lo mi na pe qua ro su te vi wo xa ye zu'.split(' ');
const freshName = (random: Random): string =>
  `${SYLLABLES[random.int(SYLLABLES.length)]}${SYLLABLES[random.int(SYLLABLES.length)]}${count++}`;

const printer = ts.createPrinter({ removeComments: true });
const parse = (body: string): ts.SourceFile =>
  ts.createSourceFile('f.ts', `function f() ${body}`, ts.ScriptTarget.ES2022, true);
const statementsOf = (body: string): ts.Statement[] => [
  ...(parse(body).statements[0] as ts.FunctionDeclaration).body!.statements,
];
const EMPTY = ts.createSourceFile('f.ts', '', ts.ScriptTarget.ES2022);
const textOf = (node: ts.Node): string =>
  printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile() ?? EMPTY);
const blockOf = (statements: readonly ts.Statement[]): string => `{\n${statements.map(textOf).join('\n')}\n}`;

function transformed(body: string, change: (node: ts.Node) => ts.Node): string {
  const source = parse(body);
  const { transformed } = ts.transform(source, [
    (context) => {
      const visit = (node: ts.Node): ts.Node => {
        // A property's name is no local.
        if (ts.isPropertyAccessExpression(node))
          return factory.updatePropertyAccessExpression(node, visit(node.expression) as ts.Expression, node.name);
        return change(ts.visitEachChild(node, visit, context));
      };
      return (file) => visit(file) as ts.SourceFile;
    },
  ]);
  const text = printer.printFile(transformed[0]!);
  return text.slice(text.indexOf('{'));
}

function onStatements(
  body: string,
  change: (statement: ts.Statement, locals: ReadonlySet<string>) => ts.Statement[],
): string {
  const locals = new Set<string>();
  const out: string[] = [];
  for (const statement of statementsOf(body)) {
    out.push(
      ...change(statement, locals).map((one) =>
        printer.printNode(ts.EmitHint.Unspecified, one, statement.getSourceFile()),
      ),
    );
    for (const name of declaredIn(statement)) locals.add(name);
  }
  return `{\n${out.join('\n')}\n}`;
}

/** The call that a return or a constant consists of. */
function lastCall(statement: ts.Statement): ts.CallExpression | undefined {
  const expression = ts.isReturnStatement(statement)
    ? statement.expression
    : ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]?.initializer
      : undefined;
  const bare = expression && (ts.isAsExpression(expression) ? expression.expression : expression);
  return bare && ts.isCallExpression(bare) && !/^tf\.tidy/.test(bare.getText()) ? bare : undefined;
}

function replaced(statement: ts.Statement, what: ts.Node, by: ts.Expression): ts.Statement {
  const result = ts.transform(statement, [
    (context) => {
      const visit = (node: ts.Node): ts.Node => (node === what ? by : ts.visitEachChild(node, visit, context));
      return (node) => visit(node) as ts.Statement;
    },
  ]);
  return result.transformed[0]!;
}

const constant = (name: string, value: ts.Expression): ts.Statement =>
  factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(name, undefined, undefined, value)],
      ts.NodeFlags.Const,
    ),
  );

function declaredIn(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) return [];
  const names = (name: ts.BindingName): string[] =>
    ts.isIdentifier(name)
      ? [name.text]
      : name.elements.flatMap((one) => (ts.isBindingElement(one) ? names(one.name) : []));
  return statement.declarationList.declarations.flatMap(({ name }) => names(name));
}

const uses = (statement: ts.Statement, names: readonly string[]): boolean =>
  names.some((name) => new RegExp(`\\b${name}\\b`).test(statement.getText()));
