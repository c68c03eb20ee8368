import type { Since } from '../../src/model/changes-since.ts';
import type { Scan } from '../../src/model/scan.ts';
import { resultOf } from '../scan/result.ts';
import { type StandingCounts, type Standings, standingsOf } from '../scan/summary/standings.ts';
import { isDefault, jointSteps } from '../scan/summary/build-steps.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { namedApart } from '../text/title.ts';
import { slackMessage, teamsMessage } from './chat.ts';
import { mailPage } from './mail-page.ts';
import { noticeWords } from './words.ts';

/** What a webhook is sent, by the kind of server that listens. */
export type Payload = Readonly<Record<string, unknown>>;

/** `esxcheck.notification/1`, for programs. */
export function genericPayload(scan: Scan): Payload {
  const { tool, startedAt, finishedAt, targets, summary, since } = scan;
  const { subject, lines } = noticeWords(scan);
  return {
    schema: 'esxcheck.notification/1',
    tool: { name: tool.name, version: tool.version },
    startedAt,
    finishedAt,
    subject,
    lines,
    result: resultOf(scan).verdict,
    summary,
    standings: publishedStandings(standingsOf(scan)),
    changedHosts: since === null ? null : since.changed.length,
    flips: since?.flips === undefined ? null : publishedFlips(since),
    targets: targets.map(({ url, error }) => ({
      url: escapeControlCharacters(url),
      error: error === null ? null : error.code,
    })),
  };
}

/** So many at most: a message is no report. */
const MOST_FLIPS = 100;

/** Defaults that changed with a build, those that no rule covers first. */
function publishedFlips(since: Since): readonly object[] {
  const flips = jointSteps(since).flatMap(({ after, models, flips: shown }) =>
    shown.filter(isDefault).map((flip) => ({ flip, build: after.build, models })),
  );
  return flips.slice(0, MOST_FLIPS).map(({ flip, build, models }) => ({
    build: escapeControlCharacters(build),
    models: models.map((model) => (model === null ? null : escapeControlCharacters(model))),
    setting: escapeControlCharacters(flip.setting),
    before: harmlessOr(flip.before, ''),
    after: harmlessOr(flip.after, ''),
    extent: flip.extent,
    hosts: flip.hosts,
    read: flip.read,
    rules: flip.rules?.map(escapeControlCharacters) ?? null,
    uncovered: flip.uncovered,
    failing: flip.failing.map(escapeControlCharacters),
  }));
}

/** Under the keys of the published document, which are older than the words that people read. */
function publishedStandings({ now, nextBoot, nextPatch }: Standings): object {
  return {
    now: publish(now),
    nextBoot: publish(nextBoot),
    nextPatch: nextPatch === null ? null : publish(nextPatch),
  };
}

function publish({ 'non-compliant': wrong, unknown, warning: look, compliant: right }: StandingCounts): object {
  return { wrong, unknown, look, right };
}

/** As blocks of a Slack message. */
export function slackPayload(scan: Scan): Payload {
  return slackMessage(noticeWords(scan));
}

/** As an adaptive card for Teams. */
export function teamsPayload(scan: Scan): Payload {
  return teamsMessage(noticeWords(scan));
}

export interface MailText {
  readonly subject: string;
  /** For readers without HTML. */
  readonly text: string;
  /** Without scripts, which no reader of mail runs. */
  readonly html: string;
}

/** A mail about a scan; the whole report goes with it as a file. */
export function mailText(scan: Scan): MailText {
  const { subject, lines } = noticeWords(scan);
  return { subject, text: `${[subject, '', ...lines].join('\n')}\n`, html: mailPage(namedApart(scan)) };
}
