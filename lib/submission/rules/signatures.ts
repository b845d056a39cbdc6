/** A module's exports with their signatures, as written. Used by the rules and by `npm run mirror`. */
import ts from 'typescript';
import { lineOf, normalizedText } from '../source.ts';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly isOptional: boolean;
}

export interface Signature {
  /** `gramMatrix` as exported, `StyleLoss.gramMatrix` for a method, `StyleLoss.constructor`. */
  readonly name: string;
  readonly kind: 'function' | 'class' | 'method' | 'property' | 'value' | 'type' | 'other';
  readonly line: number;
  /** Parameters of functions and methods. */
  readonly parameters?: readonly Parameter[];
  /** The return type, or the type of a property or value, or a type's definition; '' if not written. */
  readonly type: string;
  /** `static`, `async`, `readonly`, ... and type parameters. */
  readonly modifiers: string;
}

/** Exported declarations and public members of exported classes, in file order. */
export function exportedSignatures(source: ts.SourceFile): Signature[] {
  const text = (node: ts.Node | undefined) => (node ? normalizedText(source, node) : '');
  const at = (node: ts.Node) => lineOf(source, node);
  const declared = new Map<string, Signature[]>();
  const exported = new Map<string, string>();

  const declare = (name: string, node: ts.Node, signatures: Signature[]) => {
    declared.set(name, [...(declared.get(name) ?? []), ...signatures]);
    if (hasModifier(node, ts.SyntaxKind.ExportKeyword)) exported.set(exportName(name, node), name);
  };

  for (const node of source.statements) {
    if (ts.isFunctionDeclaration(node))
      declare(node.name?.text ?? 'default', node, [callable(node, node.name?.text ?? 'default', 'function')]);
    else if (ts.isClassDeclaration(node)) declare(node.name?.text ?? 'default', node, classSignatures(node));
    else if (ts.isVariableStatement(node)) {
      for (const { name, type, initializer } of node.declarationList.declarations) {
        const isFunction = initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
        const value = { name: text(name), kind: 'value', line: at(node), type: text(type), modifiers: '' } as const;
        declare(text(name), node, [isFunction ? callable(initializer, text(name), 'function') : value]);
      }
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)) {
      declare(node.name.text, node, [
        { name: node.name.text, kind: 'type', line: at(node), type: text(node), modifiers: '' },
      ]);
    } else if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) {
      exportList(node);
    }
  }
  return [...exported].flatMap(([name, local]) =>
    (declared.get(local) ?? [other(name)]).map((signature) => ({
      ...signature,
      name: name + signature.name.slice(local.length),
    })),
  );

  function exportList(node: ts.ExportDeclaration | ts.ExportAssignment): void {
    if (ts.isExportAssignment(node)) return void exported.set('default', text(node.expression));
    if (!node.exportClause) return void exported.set(`* ${text(node.moduleSpecifier)}`, '');
    if (!ts.isNamedExports(node.exportClause)) return void exported.set(node.exportClause.name.text, '');
    for (const { name, propertyName } of node.exportClause.elements) {
      exported.set(name.text, node.moduleSpecifier ? '' : (propertyName ?? name).text);
    }
  }

  function other(name: string): Signature {
    return { name, kind: 'other', line: 1, type: '', modifiers: '' };
  }

  function classSignatures(node: ts.ClassDeclaration): Signature[] {
    const className = node.name?.text ?? 'default';
    const heritage = node.heritageClauses?.map(text).join(' ') ?? '';
    const own: Signature = {
      name: className,
      kind: 'class',
      line: at(node),
      type: heritage,
      modifiers: typeParameters(node),
    };
    const members = node.members
      .filter((member) => !isPrivate(member))
      .map((member): Signature | undefined => {
        const name = `${className}.${member.name ? text(member.name) : 'constructor'}`;
        if (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member))
          return callable(member, name, 'method');
        if (ts.isAccessor(member))
          return { name, kind: 'property', line: at(member), type: text(member.type), modifiers: modifiers(member) };
        if (!ts.isPropertyDeclaration(member)) return undefined;
        return { name, kind: 'property', line: at(member), type: text(member.type), modifiers: modifiers(member) };
      });
    return [own, ...members.filter((member) => member !== undefined)];
  }

  function callable(node: ts.SignatureDeclaration, name: string, kind: 'function' | 'method'): Signature {
    const parameters = node.parameters.map(
      (parameter): Parameter => ({
        name: (parameter.dotDotDotToken ? '...' : '') + text(parameter.name),
        type: text(parameter.type),
        default: text(parameter.initializer),
        isOptional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
      }),
    );
    return {
      name,
      kind,
      line: at(node),
      parameters,
      type: text(node.type),
      modifiers: modifiers(node) + typeParameters(node),
    };
  }

  function modifiers(node: ts.Node): string {
    if (!ts.canHaveModifiers(node)) return '';
    const own = ts.getModifiers(node)?.filter(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword);
    return own?.map(text).join(' ') ?? '';
  }

  function typeParameters(node: {
    readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined;
  }): string {
    return node.typeParameters ? `<${node.typeParameters.map(text).join(', ')}>` : '';
  }
}

function exportName(name: string, node: ts.Node): string {
  return hasModifier(node, ts.SyntaxKind.DefaultKeyword) ? 'default' : name;
}

function isPrivate(member: ts.ClassElement): boolean {
  return (
    hasModifier(member, ts.SyntaxKind.PrivateKeyword) ||
    (member.name !== undefined && ts.isPrivateIdentifier(member.name))
  );
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}
