import { remarksOn } from '../../src/model/erratum.ts';
import { authorityOfUrl } from '../../src/model/inventory-path.ts';
import { isBlind, type Scan } from '../../src/model/scan.ts';
import { type Html, markup, shown } from '../html/document.ts';
import { flipSentences } from '../scan/flip-words.ts';
import { incompleteText } from '../scan/result.ts';
import { harmlessOr } from '../text/cells.ts';
import { momentText } from '../text/title.ts';
import { VERDICT_WORDS } from '../text/verdict-words.ts';
import { counted, someOf } from '../text/wrap.ts';
import { type Action, actionsOf } from '../scan/summary/actions.ts';
import { changeSentence } from '../scan/summary/change-counts.ts';
import { complianceOf, intervalText, isWhole } from '../scan/summary/compliance.ts';
import { siteText, verdictHeadline } from '../scan/summary/headline.ts';
import { complianceByHorizon, type HorizonCompliance } from '../scan/summary/outlooks.ts';
import { exposureSummary, isOpen, withoutAdvisories } from '../scan/summary/exposure.ts';
import {
  advisoryName,
  aheadSentences,
  exploitedText,
  exposureHead,
  exposureSentence,
  fixesText,
} from '../scan/exposure-words.ts';
import { newlyOpenLines } from './exposure-words.ts';
import { openRules, ruleCounts } from './open-rules.ts';

const [MOST_ACTIONS, MOST_RULES, MOST_TARGETS, MOST_ADVISORIES, MOST_STEPS, NAMED] = [10, 25, 10, 10, 10, 5];

/** Colours that are read on white, and on the dark page that some readers make of it. */
const COLOURS = { fail: '#b3261e', unknown: '#7a3e9d', warn: '#8a5a00', waived: '#5a6672', pass: '#1e7a3c' } as const;

/**
 * The body of a mail: tables with attributes and no style at all, since Outlook and many a gateway know or leave no other.
 * Header, changes, actions, rules; the whole report goes with it as a file.
 */
export function mailPage(scan: Scan): string {
  const body: readonly (Html | readonly Html[] | null)[] = [
    header(scan),
    newlyOpenLines(scan).map((line) => paragraph(markup`<font color="${COLOURS.fail}"><b>${shown(line)}</b></font>`)),
    horizons(scan),
    changes(scan),
    heading('Actions'),
    actions(actionsOf(scan)),
    exposure(scan),
    heading('Rules'),
    rules(withoutAdvisories(scan)),
    paragraph(markup`All hosts, clusters and findings are in the attached report.`),
  ];
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ESXi compliance</title></head><body><table border="0" cellpadding="8" cellspacing="0" width="100%"><tr><td>${body}</td></tr></table></body></html>
`.text;
}

/** Arial is there in every reader; without it the text is in the reader's own. */
function inFont(content: Html | readonly Html[], size = 2): Html {
  return markup`<font face="Arial, Helvetica, sans-serif" size="${size}">${content}</font>`;
}

function paragraph(content: Html, size = 2): Html {
  return markup`<p>${inFont(content, size)}</p>
`;
}

function heading(text: string): Html {
  return markup`<h3>${inFont(markup`${text}`, 3)}</h3>
`;
}

function header(scan: Scan): Html {
  const { verdict, word, text } = verdictHeadline(scan, complianceOf(scan));
  const colour = verdict === null || verdict === 'not-applicable' ? COLOURS.waived : COLOURS[verdict];
  const title = markup`${isWhole(scan) ? null : markup`<font color="${COLOURS.unknown}"><b>INCOMPLETE</b></font> `}<font color="${colour}"><b>${word}</b></font> ${text}`;
  const incomplete = incompleteText(scan);
  const unreachable = scan.summary.unreachable === 0 ? '' : `, ${scan.summary.unreachable} unreachable`;
  return markup`<h2>${inFont(title, 5)}</h2>
${paragraph(markup`${siteText(scan)} · ${counted(scan.summary.hosts, 'host')}${unreachable} · ${counted(scan.rules.length, 'rule')} · read ${momentText(scan.startedAt)} · ${scan.tool.name} ${scan.tool.version}`)}${unreachableTargets(scan)}${incomplete === null ? null : paragraph(markup`<b>INCOMPLETE:</b> ${shown(incomplete)}`)}${remarksOn(scan).map((remark) => paragraph(markup`<b>Note:</b> ${remark}.`))}`;
}

function unreachableTargets({ targets }: Scan): readonly Html[] {
  const blind = targets.filter(isBlind);
  const more = blind.length - MOST_TARGETS;
  const named = blind.slice(0, MOST_TARGETS).map(unreachableTarget);
  return more > 0 ? [...named, paragraph(markup`<b>${more} more unreachable.</b>`)] : named;
}

function unreachableTarget({ url, error }: Scan['targets'][number]): Html {
  const why = error === null ? '' : `: ${error.code}: ${error.message}`;
  return paragraph(
    markup`<font color="${COLOURS.fail}"><b>${authorityOfUrl(url)} unreachable</b></font>${why}. Nothing here speaks of its hosts.`,
  );
}

function horizons(scan: Scan): Html {
  const { now, nextBoot, nextPatch } = complianceByHorizon(scan);
  const head = ['', 'Non-compliant', 'Unknown', 'Warning', 'Compliant', 'Hosts compliant', 'Checks passed'];
  const patch = scan.targetRelease === null ? '' : ` to ${scan.targetRelease.name}`;
  const rows = [
    horizonRow('Current state', now),
    horizonRow('After reboot', nextBoot),
    ...(nextPatch === null ? [] : [horizonRow(`After patching${patch}`, nextPatch)]),
  ];
  return tableOf(head, rows);
}

function horizonRow(label: string, { parts, hosts, checks }: HorizonCompliance): readonly Html[] {
  const waived = parts.waived === 0 ? '' : ` (${parts.waived} waived)`;
  return [
    markup`<b>${label}</b>${waived}`,
    coloured(parts.nonCompliant, COLOURS.fail),
    coloured(parts.unknown, COLOURS.unknown),
    coloured(parts.warning, COLOURS.warn),
    coloured(parts.compliant, COLOURS.pass),
    markup`${intervalText(hosts)}`,
    markup`${intervalText(checks)}`,
  ];
}

function coloured(count: number, colour: string): Html {
  return count === 0 ? markup`0` : markup`<font color="${colour}"><b>${count}</b></font>`;
}

function tableOf(head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  const titles = head.map(
    (title) => markup`<th align="left" bgcolor="#eef1f4">${inFont(markup`<font color="#1b2127">${title}</font>`)}</th>`,
  );
  const lines = rows.map(
    (cells) => markup`<tr>${cells.map((cell) => markup`<td align="left" valign="top">${inFont(cell)}</td>`)}</tr>
`,
  );
  return markup`<table border="1" bordercolor="#d7dce1" cellpadding="5" cellspacing="0"><tr>${titles}</tr>
${lines}</table>
`;
}

function changes(scan: Scan): Html | null {
  const said = changeSentence(scan);
  if (said === null || scan.since === null) return null;
  const sentences = flipSentences(scan.since);
  const flips = sentences.slice(0, MOST_STEPS).map((sentence) => paragraph(markup`${shown(sentence)}.`));
  const more = sentences.length - flips.length;
  return markup`${paragraph(markup`Since ${momentText(scan.since.startedAt)}: <b>${said}</b>.`)}${flips}${more > 0 ? paragraph(markup`${counted(more, 'more build')} changed defaults.`) : null}`;
}

function actions(all: readonly Action[]): Html {
  if (all.length === 0) return paragraph(markup`Nothing that was read asks for one.`);
  const items = all.slice(0, MOST_ACTIONS).map(({ text, because, severity, hosts }) => {
    const names = someOf(
      hosts.map(({ name }) => harmlessOr(name, '?')),
      NAMED,
    );
    const why = because === null ? '' : ` (${because})`;
    return markup`<li>${inFont(markup`<b>${shown(text)}</b>${why}, ${severity}: ${counted(hosts.length, 'host')} (${shown(names)})`)}</li>
`;
  });
  const more = all.length - MOST_ACTIONS;
  return markup`<ol>${items}</ol>
${more > 0 ? paragraph(markup`${counted(more, 'more action')} in the report.`) : null}`;
}

/** The advisories that hosts are open to, exploited ones first; nothing where no rule is of one. */
function exposure(scan: Scan): readonly Html[] {
  const summary = exposureSummary(scan);
  if (summary === null) return [];
  const open = summary.rows.filter(isOpen);
  const rows = open
    .slice(0, MOST_ADVISORIES)
    .map((row) => [
      markup`${row.severity}`,
      markup`${advisoryName(row.advisory)}<br><font size="1" color="#56616c">${exploitedText(row.advisory)}</font>`,
      coloured(row.now.affected.length, COLOURS.fail),
      coloured(row.mitigated.length, COLOURS.warn),
      coloured(row.now.unknown.length, COLOURS.unknown),
      markup`${fixesText(row)}`,
    ]);
  const more = open.length - rows.length;
  const head = ['Severity', 'Advisory', 'Open', 'Of them mitigated', 'Unknown', 'Fixed in'];
  return [
    heading('Exposure'),
    paragraph(markup`${exposureHead(summary).join(' ')}`),
    ...[`${exposureSentence(summary, scan)}.`, ...aheadSentences(summary, scan)].map((text) =>
      paragraph(markup`${text}`),
    ),
    ...(rows.length === 0 ? [] : [tableOf(head, rows)]),
    ...(more > 0 ? [paragraph(markup`${more} more in the report.`)] : []),
  ];
}

function rules(scan: Scan): Html {
  const open = openRules(scan);
  const calm = scan.rules.length - open.length;
  const rest = [
    ...(open.length > MOST_RULES ? [`${counted(open.length - MOST_RULES, 'more rule')} in the report`] : []),
    ...(calm > 0
      ? [`${counted(calm, 'rule')} without a failure, a warning or anything unknown that is not waived`]
      : []),
  ];
  const rows = open.slice(0, MOST_RULES).map((tally) => {
    const [fail, unknown, warn, pass] = ruleCounts(tally);
    return [
      markup`${tally.severity}`,
      markup`${tally.rule.title}<br><font size="1" color="#56616c">${tally.rule.id}</font>`,
      coloured(fail, COLOURS.fail),
      coloured(unknown, COLOURS.unknown),
      coloured(warn, COLOURS.warn),
      coloured(pass, COLOURS.pass),
    ];
  });
  const head = [
    'Severity',
    'Rule',
    ...(['fail', 'unknown', 'warn', 'pass'] as const).map((verdict) => VERDICT_WORDS[verdict]),
  ];
  return markup`${rows.length === 0 ? null : tableOf(head, rows)}${rest.length === 0 ? null : paragraph(markup`${rest.join('; ')}.`)}`;
}
