import { ADVISORIES_OLD_AFTER, type Exploitation, type ExposureStatus } from '../../src/model/advisory.ts';
import type { AdvisoryAge, ReleaseQuery, ListedAdvisory, ListedFix } from '../../src/model/advisory-listing.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { counted } from '../text/wrap.ts';

/** What people read for how a release stands to an advisory. */
export const STATUS_WORDS: Readonly<Record<ExposureStatus, string>> = {
  affected: 'open',
  unknown: 'unknown',
  fixed: 'fixed',
  'not-affected': 'not affected',
};

const FIX_WORDS = { notAffected: 'not affected', noFix: 'no fix', unknown: 'not known' } as const;

/** `8.0.3: 24585383 (ESXi 8.0 Update 3d)`, `6.5.0: no fix`. */
export function fixText({ version, build, name, word }: ListedFix): string {
  const named = name === null ? '' : ` (${name})`;
  return escapeControlCharacters(`${version}: ${build === null ? FIX_WORDS[word ?? 'unknown'] : `${build}${named}`}`);
}

/** Whether people use the fault, as far as the list of such faults goes. */
export function exploitedText({ state, date, source, ransomware }: Exploitation): string {
  const day = escapeControlCharacters(date);
  if (state === 'unknown') return `unknown: the list is of ${day}`;
  if (state === 'not-listed') return `not listed on ${day}`;
  return `since ${day}${ransomware ? ', by ransomware too' : ''} (${escapeControlCharacters(source)})`;
}

/** The faults, all by number. */
export function cvesText({ advisory }: Pick<ListedAdvisory, 'advisory'>): string {
  return escapeControlCharacters(advisory.cves.join(', '));
}

/** `VMSA-2025-0004 of 2025-03-04`. */
export function advisoryText({ advisory: { id, published } }: Pick<ListedAdvisory, 'advisory'>): string {
  return escapeControlCharacters(`${id} of ${published}`);
}

/** The release that was asked for. */
export function askedText({ name, version, build }: ReleaseQuery): string {
  const known = name ?? (version === null ? 'No release of the catalog' : `ESXi ${version}`);
  return escapeControlCharacters(`${known} (build ${build})`);
}

/** What the list is about, of which day it is, and that it is old where it is. */
export function ageSentences({ asOf, days, today, exploited }: AdvisoryAge): readonly string[] {
  const old = `That is ${counted(days, 'day')} ago: of what was published since, nothing is known here.`;
  const listed = `Exploited faults by ${exploited.list} of ${exploited.asOf}`;
  const since = exploited.asOf < today ? ': whether a younger one is exploited is unknown here' : '';
  return [
    'Of ESXi alone: vCenter Server, VMware Tools and what is in virtual machines are not checked.',
    ...[`Data of ${asOf}.${days > ADVISORIES_OLD_AFTER ? ` ${old}` : ''} ${listed}${since}.`].map(
      escapeControlCharacters,
    ),
  ];
}
