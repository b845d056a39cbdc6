/** What an upload is told at once: whether it can be graded at all, and what the rules say. Read in a parser process of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receive } from '../grader/intake/receive.ts';
import { Parser } from '../grader/parser/parser.ts';
import { describeFinding } from '../grader/report/sentences.ts';
import { checkRules } from '../grader/rules/index.ts';
import type { Finding } from '../grader/types.ts';
import type { Assignment } from '../harness/assignment.ts';
import { serialQueue } from '../lib/serial_queue.ts';

export interface Inspection {
  /** Without it nothing would be graded: it is not accepted. */
  readonly refusal: string | undefined;
  /** What costs points, or may surprise. */
  readonly notes: readonly string[];
}

/** One at a time in each process: however many upload, gradings keep their cores. */
const inTurn = serialQueue();

export const inspectUpload = (zip: Uint8Array, assignment: Assignment): Promise<Inspection> =>
  inTurn(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'a3-upload-'));
    const parser = new Parser();
    try {
      const path = join(folder, assignment.submission.archive);
      await writeFile(path, zip);
      const received = await receive(path, assignment.submission, parser);
      if (!received.ok) return { refusal: sentences(received.findings).join(' '), notes: [] };
      const rules = await checkRules({ ...received.submission, parser }, assignment);
      return { refusal: undefined, notes: sentences([...received.findings, ...rules]) };
    } finally {
      parser.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

const sentences = (findings: readonly Finding[]): string[] => findings.map(describeFinding);
