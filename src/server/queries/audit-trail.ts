import type { Queryable } from '../database/queryable.ts';
import { type Page, type Paged, pageOf, type View } from './view.ts';

export interface AuditEntry {
  readonly number: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly detail: unknown;
}

/** Newest first. Of all sites: for auditors alone, whom the statement asks for. */
export function auditTrail(
  db: Queryable,
  view: View & { readonly isAuditor: boolean },
  page: Page,
): Promise<Paged<AuditEntry>> {
  const statement = `
    SELECT number::text, at, actor, action, detail FROM audit WHERE $5::boolean ORDER BY audit.number DESC`;
  return pageOf<AuditEntry>(db, view, { statement, values: [view.isAuditor], page });
}
