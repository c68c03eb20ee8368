import { createTransport } from 'nodemailer';
import type { Delivery } from '../model/notification.ts';
import { deliver, PAUSES, Refused } from './retry.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `starttls`: refused where the server does not offer it; `none` sends everything in clear, and never a password. */
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly account: { readonly user: string; readonly password: string } | null;
  /** PEM; null: the authorities that Node knows. */
  readonly ca: string | null;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly content: string;
    readonly contentType: string;
  }[];
}

interface Limits {
  readonly timeoutMs?: number;
  readonly pauses?: readonly number[];
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 30_000;

/** Sends one mail. Never throws. */
export function sendMail(
  server: MailServer,
  mail: Mail,
  { timeoutMs = TIMEOUT_MS, pauses = PAUSES, signal }: Limits,
): Promise<Delivery> {
  const { host, port, tls, account, ca } = server;
  const send = async (): Promise<void> => {
    const transport = createTransport({
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(account === null || tls === 'none' ? {} : { auth: { user: account.user, pass: account.password } }),
      ...(ca === null ? {} : { tls: { ca } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({ ...mail, to: [...mail.to], attachments: [...mail.attachments] });
    } catch (error) {
      throw isFinal(error) ? new Refused((error as Error).message) : error;
    } finally {
      transport.close();
    }
  };
  return deliver(`mail ${host}:${port}`, send, { pauses, signal });
}

/** What begins with 5, a refused login and a missing STARTTLS will be the same the next time. */
function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  return code === 'EAUTH' || code === 'ETLS' || code === 'EENVELOPE'
    ? !isPassing(responseCode)
    : (responseCode ?? 0) >= 500;
}

function isPassing(responseCode: number | undefined): boolean {
  return responseCode !== undefined && responseCode >= 400 && responseCode < 500;
}
