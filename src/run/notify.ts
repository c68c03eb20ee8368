import { dirname, resolve } from 'node:path';
import { genericPayload, mailText, slackPayload, teamsPayload } from '../../reports/notice/payloads.ts';
import { csv } from '../../reports/scan/csv.ts';
import { html } from '../../reports/scan/html.ts';
import type { Config } from '../config/parse-config.ts';
import type { ChannelSection } from '../config/sections/run.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Delivery } from '../model/notification.ts';
import type { Reporter } from '../model/reporter.ts';
import type { Scan } from '../model/scan.ts';
import { needsTelling } from '../notify/needs-telling.ts';
import { hostOf, postWebhook } from '../notify/webhook.ts';
import { missingFile, readSmallFile } from '../target/bounded-file.ts';
import type { Environment } from '../target/environment.ts';
import { readSecret, secretInFolder } from '../target/secret.ts';

export interface Notifying {
  /** Also those channels that would not want to be told of this scan. */
  readonly all: boolean;
}

/** Tells every channel of the config that wants to be told, side by side. What becomes of each is the answer; never throws for it. */
export async function notifyChannels(
  scan: Scan,
  config: Config,
  { all }: Notifying,
  around: Environment,
): Promise<readonly Delivery[]> {
  const channels = (config.sections.notifications ?? []).filter(
    ({ when = 'change', atLeast = null }) => all || needsTelling(scan, { when, atLeast }),
  );
  const folder = dirname(resolve(config.file));
  return Promise.all(channels.map((channel) => tell(scan, channel, folder, around)));
}

/** A secret that cannot be had, or a file that cannot be read, is that channel's trouble alone. */
async function tell(
  scan: Scan,
  { mail, webhook }: ChannelSection,
  folder: string,
  around: Environment,
): Promise<Delivery> {
  try {
    if (mail !== undefined) return await sendByMail(scan, mail, folder, around);
    if (webhook !== undefined) return await post(scan, webhook, folder, around);
    throw new Error('a channel is a mail or a webhook');
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    const channel = mail === undefined ? 'webhook' : `mail ${mail.server}`;
    return { channel, attempts: 0, error: `${error.code}: ${error.message}` };
  }
}

const DEFAULT_PORT = 587;

async function sendByMail(
  scan: Scan,
  section: NonNullable<ChannelSection['mail']>,
  folder: string,
  around: Environment,
): Promise<Delivery> {
  // Loaded here: most runs send no mail.
  const { sendMail } = await import('../notify/mail.ts');
  const { to, from, server, tls = 'starttls', user, password, caFile } = section;
  const [host = '', port = DEFAULT_PORT] = server.split(':');
  const secret = password === undefined ? null : await readSecret(secretInFolder(password, folder), around);
  const account = user === undefined || secret === null ? null : { user, password: secret.password };
  const ca = caFile === undefined ? null : await textOf(resolve(folder, caFile));
  const attachments = [
    { filename: 'report.html', content: rendered(html, scan), contentType: 'text/html; charset=utf-8' },
    { filename: 'findings.csv', content: rendered(csv, scan), contentType: 'text/csv; charset=utf-8' },
  ];
  return sendMail(
    { host, port: Number(port), tls, account, ca },
    { from, to, ...mailText(scan), attachments },
    { signal: around.signal },
  );
}

const PAYLOADS = { generic: genericPayload, slack: slackPayload, teams: teamsPayload } as const;

async function post(
  scan: Scan,
  { kind = 'generic', url }: NonNullable<ChannelSection['webhook']>,
  folder: string,
  around: Environment,
): Promise<Delivery> {
  const address = typeof url === 'string' ? url : (await readSecret(secretInFolder(url, folder), around)).password;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
    return { channel: `webhook ${hostOf('')}`, attempts: 0, error: 'its address is no http or https URL' };
  }
  return postWebhook({ url: address, payload: PAYLOADS[kind](scan) }, { signal: around.signal });
}

async function textOf(path: string): Promise<string> {
  const file = await readSmallFile(path);
  if (file === null) throw missingFile(path);
  return file.text;
}

function rendered(reporter: Reporter<Scan>, scan: Scan): string {
  return [...reporter.render(scan, { width: null, colour: false })].join('');
}
