import { type Horizons, type Outlook, VERDICTS } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import type { Page } from '../../text/page.ts';
import { VERDICT_TONES } from '../../text/paint.ts';
import { counted, labelled, plain, type Span } from '../../text/wrap.ts';
import { hostsText, incompleteText, resultOf } from '../result.ts';

const LABEL_WIDTH = 17;

/** What it all comes to: the result in a sentence, then hosts, findings and the horizons in numbers. */
export function summaryText(scan: Scan, page: Page): string {
  const line = (label: string, spans: readonly Span[]): string =>
    spans.length === 0 ? '' : labelled({ text: label.padEnd(LABEL_WIDTH), tone: 'strong' }, spans, page);
  return [
    line('Result', resultSpans(scan)),
    line('Hosts', [plain(hostsText(scan))]),
    line('Findings', findingsSpans(scan)),
    line('Profile', profileSpans(scan)),
    line('Now', outlookSpans(scan, 'now')),
    line('After a reboot', outlookSpans(scan, 'nextBoot')),
    line('After the patch', patchSpans(scan)),
  ].join('');
}

function resultSpans(scan: Scan): Span[] {
  const { verdict, text } = resultOf(scan);
  const incomplete: Span[] = incompleteText(scan) === null ? [] : [{ text: 'INCOMPLETE,', tone: 'unsure' }];
  if (verdict === null) return [...incomplete, plain(text)];
  return [...incomplete, { text: verdict.toUpperCase(), tone: VERDICT_TONES[verdict] }, plain(text)];
}

function findingsSpans({ summary }: Scan): Span[] {
  const shown = VERDICTS.filter((verdict) => summary.findings[verdict] > 0);
  if (shown.length === 0) return [plain('none')];
  return listed(
    shown.map((verdict) => ({ text: `${summary.findings[verdict]} ${verdict}`, tone: VERDICT_TONES[verdict] })),
  );
}

/** Which profile decided; nothing where every rule was judged as it stands. */
function profileSpans({ rules }: Scan): Span[] {
  const names = [...new Set(rules.flatMap(({ profile }) => (profile === null ? [] : [profile])))];
  return names.map((name) => {
    const count = rules.filter(({ profile }) => profile === name).length;
    return plain(`${escapeControlCharacters(name)}, for ${count} of ${counted(rules.length, 'rule')}`);
  });
}

const OUTLOOK_TONES = { fail: 'bad', unknown: 'unsure', warn: 'careful', risk: 'careful', pass: 'good' } as const;

/** How many findings stand how at one horizon, a fail of a rule that only notes as a warn; nothing where no rule was asked about it. */
function outlookSpans({ findings }: Scan, horizon: keyof Horizons): Span[] {
  const counts = new Map<Outlook | 'warn', number>();
  for (const { verdict, horizons } of findings) {
    if (verdict === 'not-applicable' || verdict === 'waived') continue;
    const outlook = verdict === 'warn' && horizons[horizon] === 'fail' ? 'warn' : horizons[horizon];
    counts.set(outlook, (counts.get(outlook) ?? 0) + 1);
  }
  const outlooks = ['fail', 'unknown', 'warn', 'risk', 'pass'] as const;
  return listed(
    outlooks
      .filter((outlook) => counts.has(outlook))
      .map((outlook) => ({ text: `${counts.get(outlook)} ${outlook}`, tone: OUTLOOK_TONES[outlook] })),
  );
}

/** The outlook at the release that was asked for. */
function patchSpans(scan: Scan): Span[] {
  const spans = outlookSpans(scan, 'nextPatch');
  if (scan.targetRelease === null) return spans;
  const { name, build, measured } = scan.targetRelease;
  const release = plain(
    `to ${escapeControlCharacters(name)} (build ${escapeControlCharacters(build)}${measured ? '' : ', not measured'})`,
  );
  return [...(spans.length > 0 ? spans : [plain('nothing to judge')]), release];
}

function listed(spans: readonly Span[]): Span[] {
  return spans.map((span, index) => ({ ...span, text: index < spans.length - 1 ? `${span.text},` : span.text }));
}
