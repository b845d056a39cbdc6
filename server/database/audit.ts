/** Who changed what: course staff and administrators only, no submissions. */
import type { Queryable } from './connection.ts';

export interface AuditEntry {
  /** Undefined for a command on the machine itself. */
  readonly personId?: string;
  readonly courseId?: string;
  readonly action: string;
  readonly detail?: object;
}

/** In the same transaction as the change itself. */
export async function audit(tx: Queryable, { personId, courseId, action, detail = {} }: AuditEntry): Promise<void> {
  await tx.query('INSERT INTO audit (person_id, course_id, action, detail) VALUES ($1, $2, $3, $4::jsonb)', [
    personId ?? null,
    courseId ?? null,
    action,
    JSON.stringify(detail),
  ]);
}
