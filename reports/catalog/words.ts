import type {
  CatalogListing,
  DefaultFlip,
  KnownDefault,
  ListedRelease,
  SupportedLine,
} from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters } from '../text/cells.ts';

/** `FALSE`, `(empty)`, or `-` where the release does not have the setting. */
export function defaultText(known: KnownDefault | null): string {
  if (known === null) return '-';
  return known.value === '' ? '(empty)' : escapeControlCharacters(known.value);
}

/** `iovDisableIR TRUE (C2)`, joined by semicolons; empty where nothing is known. */
export function knownText({ known }: Pick<ListedRelease, 'known'>): string {
  return known
    .map((each) => `${escapeControlCharacters(each.setting)} ${defaultText(each)} (${each.confidence})`)
    .join('; ');
}

const CONFIDENCE_WORDS: Readonly<Record<string, string>> = { C2: 'two independent sources', S1: 'one source' };

/** What the codes of the catalog mean; those that are words already stay. */
export function confidenceWords(confidence: string): string {
  return CONFIDENCE_WORDS[confidence] ?? confidence;
}

/** `iovDisableIR default TRUE (two independent sources)`, joined by semicolons; empty where nothing is known. */
export function knownWords({ known }: Pick<ListedRelease, 'known'>): string {
  return known
    .map((each) => {
      const source = confidenceWords(escapeControlCharacters(each.confidence));
      return `${escapeControlCharacters(each.setting)} default ${defaultText(each)} (${source})`;
    })
    .join('; ');
}

/** How well both sides are known: `measured`, or the two of them. */
export function flipConfidence({ from, to }: DefaultFlip, words = (confidence: string): string => confidence): string {
  const [one, other] = [words(from?.confidence ?? 'measured'), words(to?.confidence ?? 'measured')];
  return one === other ? one : `${one} / ${other}`;
}

/** `2027-09-17 (one source)`; what two sources tell is the day alone. */
export function supportText(support: SupportedLine | null): string {
  if (support === null) return '?';
  const day = escapeControlCharacters(support.generalSupportEnds);
  return support.confidence === 'C2' ? day : `${day} (${confidenceWords(support.confidence)})`;
}

/** The last days of the line of a release, in a sentence. */
export function supportSentence({ version, support }: Pick<ListedRelease, 'version' | 'support'>): string {
  if (support === null) return `When support of ${escapeControlCharacters(version)} ends is not known.`;
  const { line, generalSupportEnds, technicalGuidanceEnds, confidence } = support;
  const days = [line, generalSupportEnds, technicalGuidanceEnds, confidenceWords(confidence), support.asOf];
  const [of, general, guidance, sources, asOf] = days.map(escapeControlCharacters);
  return `The last day of general support of ${of} is ${general}, of technical guidance ${guidance} (${sources}, as of ${asOf}).`;
}

/** `ESXi 6.5 December 2019 Patch = ESXi 6.5 P04`. */
export function nameText({ name, also }: Pick<ListedRelease, 'name' | 'also'>): string {
  return also === null
    ? escapeControlCharacters(name)
    : `${escapeControlCharacters(name)} = ${escapeControlCharacters(also)}`;
}

/** `BUILD NAME (DATE)` a release; `CHANGE SETTING: FROM -> TO [confidence]` a flip. */
export const lines: Reporter<CatalogListing> = {
  name: 'lines',
  description: 'One line a release, or one a default that differs, to grep.',
  extensions: ['.lines', '.log'],
  *render({ releases, flips }) {
    if (flips === null) for (const release of releases) yield `${releaseLine(release)}\n`;
    else {
      for (const flip of flips.flips) yield `${flipLine(flip)}\n`;
      yield `summary flips=${flips.flips.length} same=${flips.same} complete=${flips.complete}\n`;
    }
  },
};

function releaseLine(release: ListedRelease): string {
  const known = knownText(release);
  const measured = `${release.recalled ? ' recalled' : ''}${release.measured ? ' measured' : ''}`;
  return `${escapeControlCharacters(release.build)} ${nameText(release)} (${escapeControlCharacters(release.released ?? '?')})${measured}${known === '' ? '' : ` [${known}]`}`;
}

function flipLine(flip: DefaultFlip): string {
  const { setting, change, from, to, labDependent } = flip;
  const remark = labDependent ? ' lab-dependent' : '';
  return `${change} ${escapeControlCharacters(setting)}: ${defaultText(from)} -> ${defaultText(to)} [${flipConfidence(flip)}${remark}]`;
}
