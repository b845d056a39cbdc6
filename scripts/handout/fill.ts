/** Solves one stub as a student would: replaces only its body by the reference's. */
import ts from 'typescript';
import { parseSource } from '../../lib/submission/source.ts';

/**
 * @param stub the student's file, as text
 * @param solution the reference's file of the same name
 * @param name `guidedRelu`, or `StyleLoss.gramMatrix`
 * @returns the student's file with that function solved
 * @throws Error if one of the files has no such function
 */
export function fillStub(stub: string, solution: string, name: string): string {
  const own = bodyOf(stub, name);
  const right = bodyOf(solution, name);
  return stub.slice(0, own.start) + solution.slice(right.start, right.end) + stub.slice(own.end);
}

/** The range of a function's body in the text, including braces. */
export function bodyOf(text: string, name: string): { start: number; end: number } {
  const source = parseSource('file.ts', text);
  const [first, method] = name.split('.');
  for (const statement of source.statements) {
    const candidates = ts.isClassDeclaration(statement) && method ? statement.members : [statement];
    if (method && (!ts.isClassDeclaration(statement) || statement.name?.text !== first)) continue;
    for (const node of candidates) {
      const isFunction = ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node);
      if (!isFunction || node.name?.getText(source) !== (method ?? first) || !node.body) continue;
      return { start: node.body.getStart(source), end: node.body.getEnd() };
    }
  }
  throw new Error(`There is no function ${name} in this file:\n${text}`);
}
