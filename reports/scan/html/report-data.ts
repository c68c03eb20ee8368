import { type Finding, STATES, VERDICTS } from '../../../src/model/finding.ts';
import type { KernelSetting } from '../../../src/model/kernel-setting.ts';
import type { Reading } from '../../../src/model/reading.ts';
import { SEVERITIES } from '../../../src/model/rule.ts';
import type { ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { folderText } from '../../text/host-labels.ts';
import { kernelTexts } from '../../text/kernel-values.ts';
import { momentText } from '../../text/title.ts';
import { outlookWord, STATE_WORDS, VERDICT_WORDS } from '../../text/verdict-words.ts';
import { findingsByHost } from '../order.ts';
import { remedyText } from '../../plan/remedy-words.ts';
import { actionText } from '../summary/actions.ts';
import { causeText, isHostWide, troubleText } from '../summary/causes.ts';
import { standingOf, STANDINGS } from '../summary/standings.ts';
import { labelsOf, type Page } from './page.ts';
import { valueWords } from './value-words.ts';

/**
 * What the script of the page is given: first what hosts share, then a record a host. All text is harmless already. A text
 * is its place in a list, and a finding its place in another: thousands of hosts say the same.
 */
export function* reportData(page: Page): Iterable<unknown> {
  const { scan, texts, clusters } = page;
  const settings = [...new Set(scan.hosts.flatMap(({ kernel }) => [...kernel.keys()]))].sort();
  const kinds = new FindingKinds(page);
  const byHost = findingsByHost(scan);
  const [folderIndex, labelIndex] = [page.folders, page.labels].map(indexOf);
  const clusterIndex = new Map(clusters.map((name, index) => [name, index]));
  const records = scan.hosts.map((host) => {
    const findings = byHost.get(host.id) ?? [];
    const kernel = settings.map((setting) => valuesOf(host.kernel.get(setting), texts.ofHarmless.bind(texts)));
    return [
      ...factsOf(host, page),
      clusterIndex.get(host.cluster) ?? 0,
      (['now', 'nextBoot', 'nextPatch'] as const).map((horizon) => standingPlace(findings, horizon)),
      kernel,
      findings.map((finding) => kinds.placeOf(finding, host)),
      folderIndex?.get(folderText(host)) ?? -1,
      labelsOf(host).map((label) => labelIndex?.get(label) ?? -1),
    ];
  });
  yield {
    patch: scan.targetRelease !== null,
    settings: settings.map(escapeControlCharacters),
    clusters: clusters.map((name) => texts.of(name)),
    folders: page.folders.map((path) => texts.of(path)),
    labels: page.labels.map((label) => texts.of(label)),
    rules: scan.rules.map(({ id, title, controls = [] }) => [
      texts.of(id),
      texts.of(title),
      texts.of(controls.join(' ')),
    ]),
    verdicts: VERDICTS.map((verdict) => [verdict, VERDICT_WORDS[verdict]]),
    states: STATES.map((state) => STATE_WORDS[state]),
    severities: SEVERITIES,
    kinds: kinds.list,
    texts: texts.list,
  };
  yield* records;
}

function indexOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}

/** Name, serial and UUID as texts, since each is another; the rest as places. */
function factsOf(host: ScannedHost, { texts }: Page): readonly unknown[] {
  const { name, serial, uuid, target, model, vendor, release, version, build, connectionState, bootTime } = host;
  const maintenance = host.inMaintenanceMode === null ? 'not known' : host.inMaintenanceMode ? 'yes' : 'no';
  const shared = [target, model, vendor, release, version, build, connectionState];
  return [
    ...[name, serial, uuid].map((text) => (text === null ? null : escapeControlCharacters(text))),
    [
      ...shared.map((text) => texts.of(text)),
      bootTime === null ? -1 : texts.ofHarmless(momentText(bootTime)),
      texts.ofHarmless(maintenance),
    ],
    host.trouble === null ? -1 : texts.ofHarmless(troubleText(host)),
  ];
}

function standingPlace(findings: readonly Finding[], horizon: 'now' | 'nextBoot' | 'nextPatch'): number {
  const standing = standingOf(findings, horizon);
  return standing === null ? -1 : STANDINGS.indexOf(standing);
}

/** Places of default, configured and runtime; none where the setting was not asked of the host. */
function valuesOf(reading: Reading<KernelSetting> | undefined, placeOf: (text: string) => number): readonly number[] {
  if (reading === undefined) return [];
  if (reading.kind === 'absent') return [placeOf('the release does not have it')];
  const { default: byDefault, configured, runtime } = kernelTexts(reading);
  return [byDefault, configured, runtime].map(placeOf);
}

/** Findings that say the same, whatever the host. */
class FindingKinds {
  readonly list: (readonly (number | readonly number[])[])[] = [];
  readonly #places = new Map<string, number>();
  readonly #rules: ReadonlyMap<string, number>;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.#rules = new Map(page.scan.rules.map(({ id }, index) => [id, index]));
    this.#titles = new Map(page.scan.rules.map(({ id, title }) => [id, title]));
  }

  placeOf(finding: Finding, host: ScannedHost): number {
    // All that the record is made of: what a whole host says is of the host.
    const trouble = isHostWide(finding, host) ? host.trouble : null;
    const { rule, verdict, severity, state, horizons, observed, expected } = finding;
    const { message, reason, notes, remedy, waived } = finding;
    const said = [rule, verdict, severity, state, horizons, observed, expected, message, reason, notes, remedy, waived];
    const key = JSON.stringify([...said, trouble]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.list.push(this.#recordOf(finding, host)) - 1;
    this.#places.set(key, place);
    return place;
  }

  #recordOf(finding: Finding, host: ScannedHost): readonly (number | readonly number[])[] {
    const { texts } = this.#page;
    const { rule, verdict, severity, state, horizons, observed, expected, message, reason, notes, remedy, waived } =
      finding;
    const remarks = notes.map(({ text, reference }) => (reference === null ? text : `${text} (${reference})`));
    const kept =
      waived === undefined ? [] : [`Without the waiver: ${VERDICT_WORDS[waived.verdict]}. ${waived.message}`];
    return [
      this.#rules.get(rule) ?? -1,
      VERDICTS.indexOf(verdict),
      SEVERITIES.indexOf(severity),
      state === null ? -1 : STATES.indexOf(state),
      [horizons.now, horizons.nextBoot, horizons.nextPatch].map((outlook) => texts.ofHarmless(outlookWord(outlook))),
      texts.of(message),
      observed === null ? -1 : texts.of(valueWords(observed, 'not read')),
      expected === null ? -1 : texts.of(valueWords(expected, 'any')),
      texts.of(reason),
      remedy === null ? -1 : texts.ofHarmless(remedyText(remedy)),
      verdict === 'pass' || verdict === 'not-applicable' ? -1 : texts.ofHarmless(causeText(finding, host)),
      verdict === 'fail' ? texts.ofHarmless(actionText(finding, this.#titles.get(rule) ?? rule)) : -1,
      [...kept, ...remarks].map((text) => texts.of(text)),
    ];
  }
}
