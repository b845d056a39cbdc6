/** Unsolved stubs: functions that throw a `NotImplementedError`. */
import ts from 'typescript';
import { lineOf, parseSource, type Remark, walk } from './source.ts';

/** `text` is the function's name, as in `new NotImplementedError(file, 'StyleLoss.gramMatrix', ...)`. */
export function stubsOf(file: string, bytes: Uint8Array): Remark[] {
  try {
    return unsolvedStubs(parseSource(file, new TextDecoder().decode(bytes)));
  } catch (error) {
    if (error instanceof RangeError) return []; // nested too deeply: the rules say so
    throw error;
  }
}

/** `text` is the function's name. */
export function unsolvedStubs(source: ts.SourceFile): Remark[] {
  const stubs: Remark[] = [];
  for (const node of walk(source)) {
    if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) continue;
    if (node.expression.text !== 'NotImplementedError') continue;
    const name = node.arguments?.[1];
    stubs.push({ line: lineOf(source, node), text: name && ts.isStringLiteralLike(name) ? name.text : 'a function' });
  }
  return stubs;
}
