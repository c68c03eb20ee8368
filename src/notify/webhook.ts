import type { Delivery } from '../model/notification.ts';
import { deliver, PAUSES, Refused } from './retry.ts';

export interface Webhook {
  /** May hold a secret in its path: only its host is ever told. */
  readonly url: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Limits {
  readonly timeoutMs?: number;
  readonly pauses?: readonly number[];
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 20_000;
/** Statuses of servers that may do better soon. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Posts JSON. Redirects are not followed: the payload is for this server alone. Never throws. */
export function postWebhook(
  { url, payload }: Webhook,
  { timeoutMs = TIMEOUT_MS, pauses = PAUSES, signal }: Limits,
): Promise<Delivery> {
  const body = JSON.stringify(payload);
  const post = async (): Promise<void> => {
    // What would refuse it names the whole address, the secret in it too.
    if (hasAccount(url)) throw new Refused('its address holds a user name or a password');
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    // Whatever it says, nobody reads it.
    await answer.body?.cancel();
    if (answer.status >= 200 && answer.status < 300) return;
    if (PASSING.has(answer.status)) throw new Error(`it answered with HTTP ${answer.status}`);
    throw new Refused(`it answered with HTTP ${answer.status}`);
  };
  return deliver(`webhook ${hostOf(url)}`, post, { pauses, signal });
}

function hasAccount(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'of an address that is none';
}
