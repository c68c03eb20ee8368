import type { Account } from '../estate/estate.ts';
import { noPermission } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';
import type { Call } from './method.ts';

/** The role Read-only holds these three and nothing else. */
const READ_ONLY = ['System.Anonymous', 'System.View', 'System.Read'];

/** Whether an account holds a privilege, on every object. */
export function holds({ privileges, readOnly }: Account, privilege: string): boolean {
  const granted = privileges ?? (readOnly ? READ_ONLY : null);
  return granted === null || granted.includes(privilege);
}

/** Throws NoPermission, with the privilege in it, where the account of a call lacks it. */
export function requireRight({ session }: Pick<Call, 'session'>, privilege: string, object: Reference): void {
  if (session !== null && !holds(session.account, privilege)) throw noPermission(object, privilege);
}
