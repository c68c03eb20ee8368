import type { Advisory } from '../../src/model/advisory.ts';
import { isBlind, isLost, type Scan, type ScannedHost } from '../../src/model/scan.ts';
import { counted } from '../text/wrap.ts';
import { type ExposureRow, type ExposureSummary, isOpen, isPatchPlanned } from './summary/exposure.ts';

/** What the reports say of advisories, as it came: a file of advisories is written by others. */

/** `VMSA-2025-0004 CVE-2025-22224 +2`: one fix group among those of its advisory. */
export function advisoryName({ id, cves: [first, ...more] }: Advisory): string {
  const cve = first === undefined ? '' : ` ${first}`;
  return `${id}${cve}${more.length === 0 ? '' : ` +${more.length}`}`;
}

/** What is checked, and of which days the data are; a second sentence where they are old. */
export function exposureHead({ asOf, listAsOf, oldDays }: ExposureSummary): readonly string[] {
  const list = listAsOf === null ? '' : `, exploited list of ${listAsOf}`;
  return [
    'ESXi only; vCenter Server, VMware Tools and virtual machines are not checked.',
    `Advisories of ${asOf ?? 'a day that is not told'}${list}.`,
    ...(oldDays === null ? [] : [`The data are ${oldDays} days old: what was published since is not in them.`]),
  ];
}

/** `2025-03-04`, the day since when; else whether the list could name it. */
export function exploitedWord({ exploited: { state, date } }: Advisory): string {
  if (state === 'exploited') return date;
  return state === 'unknown' ? 'not known' : 'not listed';
}

/** The same for those who have room: who says so, and whether ransomware uses it. */
export function exploitedText({ exploited: { state, date, source, ransomware } }: Advisory): string {
  if (state === 'exploited') return `exploited since ${date}${ransomware ? ', by ransomware too' : ''} (${source})`;
  return state === 'not-listed'
    ? `not listed on ${date}`
    : `not known whether exploited: younger than the list of ${date}`;
}

/** First fixed builds of the versions that affected hosts run, and versions that have none; of all versions where none is affected. */
export function fixesText({ advisory: { fixes }, fixedIn, now }: ExposureRow): string {
  const named = fixes.map(({ version, build }) => `${version} ${build}`);
  const texts = fixedIn.map(
    ({ version, build }) => `${build === null ? 'none for ' : ''}${version ?? '?'}${build === null ? '' : ` ${build}`}`,
  );
  const all = now.affected.length === 0 ? named : [...new Set(texts)];
  return all.length === 0 ? 'not known' : all.join(', ');
}

/** What the numbers of a row do not say, a phrase each; none where they say it all. */
export function exposureNotes(row: ExposureRow): readonly string[] {
  const { now, overdue, waived, mitigatedUntilBoot, nextBoot, nextPatch } = row;
  const notes: readonly (readonly [readonly ScannedHost[], string])[] = [
    [overdue, 'overdue on'],
    [waived, 'waived on'],
    [now.notRebooted, 'fixed but not rebooted since on'],
    [mitigatedUntilBoot, 'the workaround ends with a reboot on'],
    [nextBoot.closes, 'the staged image closes it on'],
    [nextBoot.opensAgain, 'the staged image opens it again on'],
    [nextBoot.leavesOpen, 'the staged image has it open on'],
    [nextPatch?.opensAgain ?? [], 'the patch OPENS IT AGAIN on'],
    [nextPatch?.leavesOpen ?? [], 'open after the patch on'],
    [nextPatch?.unknown ?? [], 'not known after the patch on'],
  ];
  return notes.flatMap(([hosts, text]) => (hosts.length === 0 ? [] : [`${text} ${counted(hosts.length, 'host')}`]));
}

function hostsOf(rows: readonly ExposureRow[], pick: (row: ExposureRow) => readonly ScannedHost[]): number {
  return new Set(rows.flatMap((row) => pick(row).map(({ id }) => id))).size;
}

/** `14 of 28 advisories open (3 exploited, 2 too young to be listed as exploited) on 5 of 12 hosts; 24 not known on 10 hosts`. */
export function exposureSentence({ rows }: ExposureSummary, scan: Scan): string {
  if (!rows.some(isOpen)) return allFixedSentence(rows, scan);
  const open = rows.filter(({ now }) => now.affected.length > 0);
  const unclear = rows.filter(({ now }) => now.unknown.length > 0);
  const affected = hostsOf(open, ({ now }) => now.affected);
  const where = open.length === 0 ? '' : ` on ${affected} of ${counted(scan.hosts.length, 'host')}`;
  const unknown = counted(
    hostsOf(unclear, ({ now }) => now.unknown),
    'host',
  );
  return [
    `${open.length} of ${advisoriesText(rows.length)} open${exploitationText(open)}${where}`,
    ...(unclear.length === 0 ? [] : [`${unclear.length} not known on ${unknown}`]),
  ].join('; ');
}

/** ` (3 exploited, 2 too young to be listed as exploited)`; empty where none is either. */
function exploitationText(rows: readonly ExposureRow[]): string {
  const count = (wanted: Advisory['exploited']['state']): number =>
    rows.filter(({ advisory }) => advisory.exploited.state === wanted).length;
  const words = [
    [count('exploited'), 'exploited'],
    [count('unknown'), 'too young to be listed as exploited'],
  ] as const;
  const told = words.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]));
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

function advisoriesText(advisories: number): string {
  return advisories === 1 ? '1 advisory' : `${advisories} advisories`;
}

function allFixedSentence(rows: readonly ExposureRow[], { targets, hosts }: Scan): string {
  if (!rows.some(({ now }) => now.clear.length > 0)) return 'no host was judged by an advisory';
  const missing = targets.some((target) => isBlind(target) || isLost(target)) ? ' that was read' : '';
  const who = hosts.length === 1 ? `the host${missing}` : `every host${missing}`;
  return `${who} has the fix of ${rows.length === 1 ? 'the advisory' : `all ${rows.length} advisories`}, or is not affected`;
}

/** What the next boot and the planned patch change over all, a sentence each; none where nothing. */
export function aheadSentences({ rows }: ExposureSummary, scan: Scan): readonly string[] {
  const unread = hostsOf(rows, ({ nextBoot }) => nextBoot.unknown);
  const closed = rows.filter(({ nextBoot }) => nextBoot.closes.length > 0);
  const opened = rows.filter(({ nextBoot }) => nextBoot.opensAgain.length > 0);
  return [
    ...(closed.length + opened.length === 0
      ? []
      : [
          `The image staged for the next boot closes ${advisoriesText(closed.length)} and opens ${opened.length} again.`,
        ]),
    ...(unread === 0 ? [] : [`How ${counted(unread, 'host')} will boot is not known.`]),
    ...(isPatchPlanned(scan) ? [patchSentence(rows, destinationOf(scan))] : []),
  ];
}

/** Releases differ where clusters have their own, by name or by their image. */
function destinationOf({ targetRelease, hosts }: Scan): string {
  if (targetRelease !== null) return targetRelease.name;
  const isByImage = hosts.some(({ plannedImage }) => plannedImage !== undefined);
  return isByImage ? 'what the images of their clusters bring' : 'the releases planned for their clusters';
}

function patchSentence(rows: readonly ExposureRow[], name: string): string {
  const having = (key: 'closes' | 'leavesOpen' | 'opensAgain' | 'settles' | 'unknown') =>
    rows.filter(({ nextPatch }) => (nextPatch?.[key].length ?? 0) > 0);
  const [closed, left, opened] = [having('closes'), having('leavesOpen'), having('opensAgain')];
  const settled = having('settles');
  const unknown = having('unknown');
  const where = hostsOf(closed, ({ nextPatch }) => nextPatch?.closes ?? []);
  const parts = [
    `${closed.length} closed${closed.length === 0 ? '' : ` on ${counted(where, 'host')}`}`,
    `${left.length} left open`,
    `${opened.length} opened again${opened.length === 0 ? '' : `: ${opened.map(({ advisory }) => advisoryName(advisory)).join(', ')}`}`,
    ...(unknown.length === 0 ? [] : [`${unknown.length} not known`]),
  ];
  const fixed =
    settled.length === 0
      ? ''
      : ` Hosts that are unknown today count in none of these: the release fixes ${advisoriesText(settled.length)} of theirs.`;
  return `Advisories after patching to ${name}: ${parts.join(', ')}.${fixed}`;
}
