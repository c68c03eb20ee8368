import { EsxcheckError } from '../model/errors.ts';

/**
 * Keeps one wrong password from locking an account on every server of a run: logins of one account happen one after the
 * other, and after its first INVALID_LOGIN the rest are refused here with ACCOUNT_REFUSED, without a call.
 */
export class AccountGuard {
  readonly #refused = new Set<string>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Runs one login when the earlier ones of the same account are done. */
  login<Session>(user: string, open: () => Promise<Session>): Promise<Session> {
    // vSphere compares account names without regard to case.
    const account = user.toLowerCase();
    const earlier = this.#queues.get(account) ?? Promise.resolve();
    const attempt = earlier.then(() => this.#attempt(account, open));
    const settled = attempt.catch(() => undefined);
    this.#queues.set(account, settled);
    return attempt;
  }

  async #attempt<Session>(account: string, open: () => Promise<Session>): Promise<Session> {
    if (this.#refused.has(account)) throw notTried(account);
    try {
      return await open();
    } catch (error) {
      if (error instanceof EsxcheckError && error.code === 'INVALID_LOGIN') this.#refused.add(account);
      throw error;
    }
  }
}

function notTried(account: string): EsxcheckError {
  return new EsxcheckError('ACCOUNT_REFUSED', `Not tried: another target has just refused the account ${account}.`, {
    details: ['One more wrong password could lock the account. Run this target alone, with its own password.'],
  });
}
