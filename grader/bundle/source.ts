/** Refuses what esbuild must never get: text that TypeScript cannot parse, and imports that it would resolve itself. */
import ts from 'typescript';
import { nestedTooDeeply } from '../../lib/submission/rules/findings.ts';
import { firstSyntaxError, lineOf, ownFunctions, parseSource, type Remark, walk } from '../../lib/submission/source.ts';

export function refuseSource(path: string, text: string): Remark | undefined {
  let source: ts.SourceFile;
  try {
    source = parseSource(path, text);
  } catch (error) {
    if (error instanceof RangeError) return { line: 1, text: nestedTooDeeply };
    throw error;
  }
  const syntaxError = firstSyntaxError(source);
  if (syntaxError) return syntaxError;
  const own = ownFunctions(source);
  for (const node of walk(source)) {
    if (!ts.isCallExpression(node)) continue;
    // esbuild would look for the files that a pattern such as import(`./${name}`) matches.
    const isDynamicImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require' && !own.has('require');
    if (isDynamicImport || isRequire) {
      return {
        line: lineOf(source, node),
        text: 'import() and require() are not allowed. Import at the top of the file.',
      };
    }
  }
  return undefined;
}
