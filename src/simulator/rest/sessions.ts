import { randomBytes } from 'node:crypto';
import type { Account } from '../estate/estate.ts';

/** Logins at the REST API, apart from those of SOAP. */
export class RestSessions {
  readonly #sessions = new Map<string, Account>();
  logins = 0;
  refusedLogins = 0;

  get open(): number {
    return this.#sessions.size;
  }

  /** The id of a new session; null where the header names no account of the estate. A token is not looked into. */
  begin(authorization: string | undefined, accounts: readonly Account[]): string | null {
    const account = accountIn(authorization ?? '', accounts);
    if (account === undefined) {
      this.refusedLogins += 1;
      return null;
    }
    const id = randomBytes(16).toString('hex');
    this.#sessions.set(id, account);
    this.logins += 1;
    return id;
  }

  /** Whose session it is; undefined where there is none. */
  accountOf(id: string): Account | undefined {
    return this.#sessions.get(id);
  }

  end(id: string): void {
    this.#sessions.delete(id);
  }

  /** Forgets everything, as a server that is started again. */
  clear(): void {
    this.#sessions.clear();
  }
}

function accountIn(authorization: string, accounts: readonly Account[]): Account | undefined {
  if (authorization.startsWith('SIGN ')) return accounts[0];
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization) ?? [];
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const isSame = (each: Account): boolean =>
    each.user.toLowerCase() === user.toLowerCase() && each.password === password.join(':');
  return accounts.find(isSame);
}
