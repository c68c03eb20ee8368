import { remarksOn } from '../../src/model/erratum.ts';
import { isBlind, type Scan } from '../../src/model/scan.ts';
import { actionsOf } from '../scan/summary/actions.ts';
import { changeCountsOf, changeSentence, changeTexts, unreachableText } from '../scan/summary/change-counts.ts';
import { complianceOf, intervalText } from '../scan/summary/compliance.ts';
import { siteText, verdictHeadline } from '../scan/summary/headline.ts';
import { complianceByHorizon, type HorizonCompliance, PART_WORDS, PARTS } from '../scan/summary/outlooks.ts';
import { flipSentences } from '../scan/flip-words.ts';
import { incompleteText } from '../scan/result.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { momentText, namedApart } from '../text/title.ts';
import { counted } from '../text/wrap.ts';
import { withoutAdvisories } from '../scan/summary/exposure.ts';
import { exposureLines, newlyExploitedText, newlyOpenLines } from './exposure-words.ts';
import { openRules, ruleLine } from './open-rules.ts';

/** What a notification says, whatever carries it. All of it harmless, on one line each, and of bounded length. */
export interface NoticeWords {
  /** `vc01: Non-compliant, 4 of 14 hosts; 1 newly non-compliant, 1 vCenter unreachable`. */
  readonly subject: string;
  readonly lines: readonly string[];
}

const LONGEST_SUBJECT = 140;
const LONGEST_LINE = 400;
const [MOST_ACTIONS, MOST_RULES, MOST_TARGETS, MOST_STEPS] = [5, 5, 10, 5];

export function noticeWords(given: Scan): NoticeWords {
  const scan = namedApart(given);
  const incomplete = incompleteText(scan);
  const lines = [
    ...(incomplete === null ? [] : [`INCOMPLETE: ${incomplete}`]),
    ...newlyOpenLines(scan),
    ...blindLines(scan),
    ...remarksOn(scan).map((remark) => escapeControlCharacters(remark)),
    hostLine(scan),
    ...horizonLines(scan),
    ...changeLine(scan),
    ...exposureLines(scan),
    ...flipLines(scan),
    ...actionLines(scan),
    ...ruleLines(scan),
  ];
  return { subject: cut(subjectOf(scan), LONGEST_SUBJECT), lines: lines.map((line) => cut(line, LONGEST_LINE)) };
}

/** Who, the verdict, and what is new: what cannot be seen comes before what got better, since the end may be cut off. */
function subjectOf(scan: Scan): string {
  const { word, text } = verdictHeadline(scan, complianceOf(scan));
  const counts = changeCountsOf(scan);
  const [first, ...others] = counts === null ? [] : changeTexts(counts);
  const news = [newlyExploitedText(scan), first, unreachableText(scan), ...others].filter(
    (said) => said !== undefined && said !== null,
  );
  const incomplete = incompleteText(scan) === null ? '' : 'INCOMPLETE, ';
  const verdict = word === '' ? text : `${word}, ${text}`;
  return `${cut(siteText(scan), 60)}: ${incomplete}${verdict}${news.length === 0 ? '' : `; ${news.join(', ')}`}`;
}

function hostLine(scan: Scan): string {
  const { hosts, unreachable } = scan.summary;
  const missing = unreachable === 0 ? '' : `, ${unreachable} unreachable`;
  return `${counted(hosts, 'host')}${missing}; ${counted(scan.rules.length, 'rule')}; read ${momentText(scan.startedAt)}`;
}

function horizonLines(scan: Scan): readonly string[] {
  const { now, nextBoot, nextPatch } = complianceByHorizon(scan);
  return [
    horizonLine('Current state', now),
    horizonLine('After reboot', nextBoot),
    ...(nextPatch === null ? [] : [horizonLine('After patching', nextPatch)]),
  ];
}

/** `Current state: 4 non-compliant, 2 unknown, 6 compliant; 50.0 % to 66.6 % of hosts, 80.0 % of checks`. */
function horizonLine(label: string, { parts, hosts, checks }: HorizonCompliance): string {
  const counts = PARTS.filter((part) => parts[part] > 0).map(
    (part) => `${parts[part]} ${PART_WORDS[part].toLowerCase()}`,
  );
  if (counts.length === 0) return `${label}: no host was judged`;
  if (!hosts.whole) return `${label}: ${counts.join(', ')}; hosts are missing, so that no share is known`;
  return `${label}: ${counts.join(', ')}; compliant are ${intervalText(hosts)} of hosts, ${intervalText(checks)} of checks`;
}

/** `Since 2026-11-22 06:00 UTC: 2 newly non-compliant, 1 fixed`; nothing where the scan was not compared. */
function changeLine(scan: Scan): readonly string[] {
  const said = changeSentence(scan);
  if (said === null || scan.since === null) return [];
  return [`Since ${momentText(scan.since.startedAt)}: ${said}`];
}

/** A line for each build that changed defaults: what a patch did to hosts is known nowhere else. */
function flipLines({ since }: Scan): readonly string[] {
  const sentences = since === null ? [] : flipSentences(since);
  const more = sentences.length - MOST_STEPS;
  const lines = sentences.slice(0, MOST_STEPS);
  return more > 0 ? [...lines, `${counted(more, 'more build')} changed defaults`] : lines;
}

function blindLines({ targets }: Scan): readonly string[] {
  const blind = targets.filter(isBlind);
  const lines = blind.slice(0, MOST_TARGETS).map(({ url, error }) => {
    const why =
      error === null ? '' : `: ${escapeControlCharacters(error.code)}: ${escapeControlCharacters(error.message)}`;
    return `Unreachable: ${escapeControlCharacters(url)}${why}`;
  });
  return blind.length > MOST_TARGETS ? [...lines, `Unreachable: ${blind.length - MOST_TARGETS} more`] : lines;
}

function actionLines(scan: Scan): readonly string[] {
  const actions = actionsOf(scan);
  const more = actions.length - MOST_ACTIONS;
  const lines = actions
    .slice(0, MOST_ACTIONS)
    .map(
      ({ text, because, hosts }) =>
        `To do: ${text}${because === null ? '' : ` (${because})`}: ${counted(hosts.length, 'host')}`,
    );
  return more > 0 ? [...lines, `To do: ${counted(more, 'more action')} in the report`] : lines;
}

function ruleLines(scan: Scan): readonly string[] {
  const open = openRules(withoutAdvisories(scan));
  const more = open.length - MOST_RULES;
  const lines = open.slice(0, MOST_RULES).map(ruleLine);
  return more > 0 ? [...lines, `${counted(more, 'more rule')} with a failure, a warning or anything unknown`] : lines;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
