/** Submissions as what is compared: the forms of their functions. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type ts from 'typescript';
import { identify } from '../../grader/cohort/identity.ts';
import { receive } from '../../grader/intake/receive.ts';
import { Parser } from '../../grader/parser/parser.ts';
import type { Assignment } from '../../harness/assignment.ts';
import type { Subject } from '../../harness/check.ts';
import { projectRoot } from '../../lib/root.ts';
import { type Form, formOf } from './form.ts';
import { findFunction, functionsIn, parseOrNothing, type WrittenFunction } from './functions.ts';

export interface ComparedWork {
  /** As shown; the file or folder, with its folder if needed. */
  readonly name: string;
  /** By which course.json may call its author. */
  readonly names: readonly string[];
  /** Content hash of all files. */
  readonly hash: string;
  /** Handed in for an earlier course: never compared with its like. */
  readonly isArchived: boolean;
  readonly forms: ReadonlyMap<string, Form>;
  /** The functions again, for showing: parsed when asked, since hundreds of trees take much memory. */
  readonly functions: () => ReadonlyMap<string, WrittenFunction>;
}

export interface Given {
  /** Names of the skeleton's functions, by file. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Function → grams of its stub. */
  readonly grams: ReadonlyMap<string, ReadonlySet<number>>;
}

export const subjectsOf = ({ checks }: Assignment): Subject[] => [...new Set(checks.map(({ subject }) => subject))];

/** What the skeleton gives to everybody. */
export async function readSkeleton(assignment: Assignment): Promise<Given> {
  const names = new Map<string, ReadonlySet<string>>();
  const grams = new Map<string, ReadonlySet<number>>();
  for (const file of assignment.submission.files) {
    const source = parseOrNothing(file, await readFile(join(projectRoot, 'skeleton', file), 'utf8'))!;
    const own = functionsIn(source);
    names.set(file, new Set([...own.keys()].map((name) => name.split('.').at(-1)!)));
    for (const { name } of subjectsOf(assignment).filter(({ module }) => module === file)) {
      const node = own.get(name);
      if (node) grams.set(name, new Set(formOf({ source, parts: [{ name, node }], api: new Set() }).grams));
    }
  }
  return { names, grams };
}

export function compared(
  path: string,
  files: ReadonlyMap<string, Uint8Array>,
  hash: string,
  isArchived: boolean,
  subjects: readonly Subject[],
  given: Given,
): ComparedWork {
  const identity = identify(path);
  const functions = () => parseFunctions(files, subjects, given);
  const forms = [...functions()].map(([name, one]) => [name, formOf(one, given.grams.get(name))] as const);
  const names = [...identity.labels, identity.key, ...(identity.id ? [identity.id] : [])];
  return { name: identity.file, names, hash, isArchived, functions, forms: new Map(forms) };
}

function parseFunctions(
  files: ReadonlyMap<string, Uint8Array>,
  subjects: readonly Subject[],
  given: Given,
): Map<string, WrittenFunction> {
  const found = new Map<string, WrittenFunction>();
  const sources = new Map<string, ts.SourceFile | undefined>();
  for (const subject of subjects) {
    const { module, name } = subject;
    const bytes = files.get(module);
    if (!bytes) continue;
    if (!sources.has(module)) sources.set(module, parseOrNothing(module, Buffer.from(bytes).toString('utf8')));
    const source = sources.get(module);
    const written = source && findFunction(source, subject, given.names.get(module) ?? new Set());
    if (written) found.set(name, written);
  }
  return found;
}

/** @returns undefined for a submission that cannot be read */
export async function readWork(
  paths: readonly string[],
  assignment: Assignment,
  given: Given,
  isArchived: boolean,
): Promise<{ works: ComparedWork[]; unread: string[] }> {
  const subjects = subjectsOf(assignment);
  const works: ComparedWork[] = [];
  const unread: string[] = [];
  const parser = new Parser();
  try {
    for (const path of paths) {
      parser.renewBudget();
      const received = await receive(path, assignment.submission, parser);
      if (!received.ok) unread.push(basename(path));
      else works.push(compared(path, received.submission.files, received.submission.hash, isArchived, subjects, given));
    }
  } finally {
    parser.close();
  }
  return { works, unread };
}
