/** Results: written once for a submission and a receipt. */
import type { Results } from '../../grader/report/results_schema.ts';
import type { Queryable } from './connection.ts';

/** What a worker hands in. */
export interface NewResult {
  /** SHA-256 over the receipt: equal receipts give equal results. */
  readonly receiptHash: string;
  readonly status: 'graded' | 'refused';
  readonly score: number;
  readonly maxScore: number;
  /** Without hidden checks: a total with them would reveal their outcome. */
  readonly visibleScore: number;
  readonly visibleMaxScore: number;
  readonly results: Results;
  readonly report: string;
  readonly staffReport: string;
  readonly seconds: number;
}

export interface ResultRow {
  readonly submission_id: string;
  readonly receipt_hash: string;
  readonly status: 'graded' | 'refused';
  readonly score: number;
  readonly max_score: number;
  readonly visible_score: number;
  readonly visible_max_score: number;
  readonly graded_at: Date;
}

/**
 * A result that only a discarded regrade has, which nobody can see, goes to the grading that has come to it again.
 *
 * @returns false if there was one for this receipt: it stands
 */
export async function insertResult(
  tx: Queryable,
  submissionId: string,
  result: NewResult,
  by: { readonly workerName: string; readonly regradeId: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO result (submission_id, receipt_hash, status, score, max_score, visible_score, visible_max_score, results, report, staff_report, seconds, worker_name, regrade_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13)
     ON CONFLICT (submission_id, receipt_hash) DO UPDATE SET regrade_id = excluded.regrade_id, graded_at = excluded.graded_at
     WHERE EXISTS (SELECT FROM regrade g WHERE g.id = result.regrade_id AND g.state = 'discarded')
     RETURNING submission_id`,
    [
      submissionId,
      result.receiptHash,
      result.status,
      result.score,
      result.maxScore,
      result.visibleScore,
      result.visibleMaxScore,
      JSON.stringify(result.results),
      result.report,
      result.staffReport,
      result.seconds,
      by.workerName,
      by.regradeId,
    ],
  );
  return rows.length === 1;
}

/** Results that students may see: those of a regrade only once it is published. */
export const PUBLISHED = `(r.regrade_id IS NULL OR EXISTS (SELECT FROM regrade g WHERE g.id = r.regrade_id AND g.state = 'published'))`;

/** The one that stands for each of these submissions: the last that is published. */
export async function standingResults(
  db: Queryable,
  submissionIds: readonly string[],
): Promise<Map<string, ResultRow>> {
  const rows = await db.query<ResultRow>(
    `SELECT DISTINCT ON (r.submission_id) r.submission_id, r.receipt_hash, r.status, r.score, r.max_score, r.visible_score, r.visible_max_score, r.graded_at
     FROM result r WHERE r.submission_id = ANY($1::uuid[]) AND ${PUBLISHED}
     ORDER BY r.submission_id, r.graded_at DESC`,
    [submissionIds],
  );
  return new Map(rows.map((row) => [row.submission_id, row]));
}

/** What a student's program is told: no hidden check, and no total that would reveal one. */
export async function visibleResults(db: Queryable, submissionId: string): Promise<object | undefined> {
  const [row] = await db.query<{ visible_score: number; visible_max_score: number; output: string | null }>(
    `SELECT r.visible_score, r.visible_max_score, r.results->>'output' AS output FROM result r
     WHERE r.submission_id = $1 AND ${PUBLISHED} ORDER BY r.graded_at DESC LIMIT 1`,
    [submissionId],
  );
  return row && { score: row.visible_score, maxScore: row.visible_max_score, output: row.output ?? '' };
}

/** @param audience staff's has hidden checks */
export async function reportOf(
  db: Queryable,
  submissionId: string,
  audience: 'student' | 'staff',
): Promise<string | undefined> {
  const column = audience === 'staff' ? 'staff_report' : 'report';
  const [row] = await db.query<{ report: string }>(
    `SELECT r.${column} AS report FROM result r WHERE r.submission_id = $1 AND ${PUBLISHED} ORDER BY r.graded_at DESC LIMIT 1`,
    [submissionId],
  );
  return row?.report;
}
