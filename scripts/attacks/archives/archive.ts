/** What a hostile archive is, and its four kinds: an extra file, a bad file, a bad archive, a folder. */
import type { FindingCode } from '../../../grader/findings/index.ts';
import type { Threat } from '../../golden/golden.ts';
import { writeFiles } from '../../support/folders.ts';
import { makeZip, type ZipPart } from '../../support/make_zip.ts';
import { aimCheck } from '../checks.ts';

/** The file that archives target. */
export const FILE = aimCheck.subject.module;
export const LINK = 0o120777;

export type Files = ReadonlyMap<string, Buffer>;

export interface Archive {
  readonly threat?: Threat;
  /** `file`: the points of {@link FILE}; `all`: the archive is refused. */
  readonly loses: 'nothing' | 'file' | 'all';
  /** Expected findings: severity and code, then file and line if any. If all is lost, only some of them. */
  readonly findings: readonly string[];
  /** The zip's bytes, or a function that makes the folder. */
  readonly build: (honest: Files) => Buffer | ((folder: string) => Promise<void>);
}

export const entries = (honest: Files): ZipPart[] => [...honest].map(([name, content]) => ({ name, content }));
const without = (honest: Files, file = FILE): ZipPart[] => entries(honest).filter(({ name }) => name !== file);
export const renamed = (honest: Files, rename: (name: string) => string): ZipPart[] =>
  [...honest].map(([name, content]) => ({ name: rename(name), content }));

/** The honest files, and others that must be ignored. */
export const beside = (findings: string[], ...others: ZipPart[]): Archive => ({
  loses: 'nothing',
  findings,
  build: (honest) => makeZip([...others, ...entries(honest)]),
});

/** The honest files, one of them replaced by something else. */
export const instead = (code: FindingCode, replace: (honest: Buffer) => ZipPart[]): Archive => ({
  loses: 'file',
  findings: [`file ${code} ${FILE}`],
  build: (honest) => makeZip([...without(honest), ...replace(honest.get(FILE)!)]),
});

/** Read as any tool would read it, with a note: it gains and loses nothing. */
export const accepted = (code: FindingCode, build: (honest: Files) => Buffer): Archive => ({
  loses: 'nothing',
  findings: [`warning ${code}`],
  build,
});

export const refused = (code: FindingCode, build: (honest: Files) => Buffer): Archive => ({
  loses: 'all',
  findings: [`refused ${code}`],
  build,
});

export const folder = (
  loses: Archive['loses'],
  findings: string[],
  spoil: (folder: string, honest: Files) => Promise<void>,
): Archive => ({
  loses,
  findings,
  build: (honest) => async (path) => {
    await writeFiles(path, new Map([...honest].filter(([name]) => loses === 'nothing' || name !== FILE)));
    await spoil(path, honest);
  },
});
