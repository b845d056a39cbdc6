/** Which modules a file may import: those of its skeleton, other files of the submission, a few of Node's. */
import { isBuiltin } from 'node:module';
import ts from 'typescript';
import { maxOwnFiles } from '../own_files.ts';
import { lineOf, walk } from '../source.ts';
import { allowedNodeModules, resolveNodeModule, resolveRelative } from './resolve.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** As exported by the module; `*` for everything. */
  readonly names: readonly string[];
  /** Explicitly marked as a type import. */
  readonly isTypeOnly: boolean;
  /** `type` and `nothing` disappear when types are stripped: names used only in types, and unused ones. */
  readonly use: 'value' | 'type' | 'nothing';
}

export function findImports(source: ts.SourceFile): Import[] {
  const { values, types } = usedNames(source);
  const imports: Import[] = [];
  for (const node of walk(source)) {
    const specifier = specifierOf(node);
    if (specifier === undefined) continue;
    imports.push({
      specifier,
      line: lineOf(source, node),
      names: namesOf(node),
      isTypeOnly: isTypeOnly(node),
      use: useOf(node),
    });
  }
  return imports;

  function useOf(node: ts.Node): Import['use'] {
    if (isTypeOnly(node)) return 'type';
    const own = ts.isImportDeclaration(node) && node.importClause ? localNames(node.importClause) : undefined;
    if (!own || own.some((name) => values.has(name))) return 'value';
    return own.some((name) => types.has(name)) ? 'type' : 'nothing';
  }
}

function localNames({ name, namedBindings }: ts.ImportClause): string[] {
  const list = !namedBindings ? [] : ts.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings];
  return [...(name ? [name.text] : []), ...[...list].map((one) => one.name.text)];
}

/** Names outside of imports. If unsure, a name counts as a value: only names that are certainly stripped are left out. */
function usedNames(source: ts.SourceFile): { values: Set<string>; types: Set<string> } {
  const [values, types] = [new Set<string>(), new Set<string>()];
  const stack: [node: ts.Node, isType: boolean][] = [[source, false]];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [node, inType] = next;
    if (ts.isImportDeclaration(node)) continue;
    // `extends` names a value, although the syntax tree has it as a type.
    const startsType = ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node);
    const isType = inType || startsType || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (ts.isIdentifier(node)) (isType ? types : values).add(node.text);
    ts.forEachChild(node, (child) => void stack.push([child, isType]));
  }
  return { values, types };
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literalText(node.moduleSpecifier);
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return literalText(node.moduleReference.expression);
  }
  return undefined;
}

function namesOf(node: ts.Node): string[] {
  const list = ts.isImportDeclaration(node)
    ? node.importClause?.namedBindings
    : ts.isExportDeclaration(node)
      ? node.exportClause
      : undefined;
  const isDefault = ts.isImportDeclaration(node) && node.importClause?.name !== undefined;
  if (ts.isImportDeclaration(node) && !list) return isDefault ? ['default'] : [];
  if (!list || !('elements' in list)) return ['*'];
  const named = [...list.elements].filter(({ isTypeOnly }) => !isTypeOnly);
  return [...(isDefault ? ['default'] : []), ...named.map(({ name, propertyName }) => (propertyName ?? name).text)];
}

function literalText(node: ts.Expression | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { isTypeOnly, name, namedBindings } = node.importClause;
  if (isTypeOnly || name || !namedBindings || !ts.isNamedImports(namedBindings)) return isTypeOnly;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

interface Allowed {
  /** The imports of the skeleton's file. */
  readonly skeleton: ReadonlySet<string>;
  /** Those of the assignment, and the student's own. */
  readonly files: readonly string[];
}

/** Why `file` may not import this, or undefined if it may. */
export function refuseImport(file: string, specifier: string, { skeleton, files }: Allowed): string | undefined {
  const isAllowed = skeleton.has(specifier) || resolveNodeModule(specifier) || resolveRelative(file, specifier, files);
  if (isAllowed) return undefined;
  return `imports "${specifier}", ${nameOf(specifier)}. Import only what the skeleton's file does.`;
}

const folders: readonly [string, string][] = [
  ['reference', 'the reference solution'],
  ['fixtures', "the checks' stored data"],
  ['assignment', "the course's checks"],
  ['harness', "the course's checks"],
  ['tests', "the course's tests"],
  ['lib', 'a provided module: those are imported as "#lib/..."'],
  ['grader', 'the grader'],
  ['server', 'the grader'],
  ['scripts', "the course's scripts"],
  ['node_modules', 'a file of an installed package'],
];

const ownFileAdvice =
  'which is not a file of the assignment, and none of your own that is taken along ' +
  `(those are .ts files outside of the course's folders, at most ${maxOwnFiles})`;

function nameOf(specifier: string): string {
  const parts = specifier.split('/');
  const isRelative = /^\.\.?\//.test(specifier);
  const folder = folders.find(([name]) => parts.includes(name) && (name !== 'lib' || isRelative));
  if (folder) return `which is ${folder[1]}`;
  if (specifier.endsWith('.node')) return 'which is a native add-on';
  if (isBuiltin(specifier)) return `a module of Node that is not allowed (allowed: ${allowedNodeModules.join(', ')})`;
  if (/^[a-z]+:/i.test(specifier)) return `which is code from elsewhere (a ${specifier.split(':', 1)[0]}: address)`;
  if (specifier.startsWith('#lib/')) return "a provided module that this file's skeleton does not use";
  if (specifier.startsWith('.') || specifier.startsWith('/')) return ownFileAdvice;
  return "a package that this file's skeleton does not use";
}
