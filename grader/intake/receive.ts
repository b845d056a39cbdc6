/**
 * Intake in the submission's parser process: unpacking and names can be made expensive, and here that does not affect others.
 */
import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CourseError } from '../../lib/errors.ts';
import type { SubmissionFormat } from '../../lib/submission/index.ts';
import { systemReason } from '../../lib/system_errors.ts';
import { findings } from '../findings/index.ts';
import type { Parser } from '../parser/parser.ts';
import type { IntakeResult } from '../types.ts';

/** @throws CourseError if there is nothing at `path`, or we may not read it: the operator's mistake, not the student's */
export async function receive(path: string, format: SubmissionFormat, parser: Parser): Promise<IntakeResult> {
  await mustBeReadable(path);
  const answer = await parser.ask<IntakeResult>({ kind: 'intake', path: resolve(path), format });
  return answer.kind === 'done' ? answer.value : { ok: false, findings: [findings.notUnpackedInTime()] };
}

async function mustBeReadable(path: string): Promise<void> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    await access(path, isFolder ? constants.R_OK | constants.X_OK : constants.R_OK);
  } catch (error) {
    throw new CourseError(
      `The submission ${path} cannot be read: ${systemReason(error)}. Check the path and its permissions.`,
    );
  }
}
