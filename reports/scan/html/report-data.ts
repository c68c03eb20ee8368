import type { Finding, Shown } from '../../../src/model/finding.ts';
import type { KernelSetting } from '../../../src/model/kernel-setting.ts';
import type { Reading } from '../../../src/model/reading.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { jsonText } from '../../json/write.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { kernelTexts } from '../../text/kernel-values.ts';
import { findingsByHost } from '../order.ts';
import { standingOf } from '../summary/standings.ts';

/**
 * What the script of the page is given: first the texts that findings repeat, then a record a host. All text is harmless
 * already; a text in a finding is its place in the first list, since thousands of hosts say the same.
 */
export function* reportData(scan: Scan): Iterable<unknown> {
  const texts = new Texts();
  const byHost = findingsByHost(scan);
  const records = scan.hosts.map((host) => hostRecord(host, byHost.get(host.id) ?? [], texts));
  yield { texts: texts.list, patch: scan.targetRelease !== null };
  yield* records;
}

/** Each text once. */
class Texts {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();

  place(text: string | null): number {
    if (text === null) return -1;
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.list.push(escapeControlCharacters(text)) - 1;
    this.#places.set(text, place);
    return place;
  }
}

function hostRecord(host: ScannedHost, findings: readonly Finding[], texts: Texts): unknown {
  const { name, target, cluster, model, vendor, release, version, build, serial, uuid } = host;
  const known = [target, cluster, model, vendor, release, version, build, host.connectionState, host.bootTime];
  return {
    name: escapeControlCharacters(name),
    own: [serial, uuid].map((text) => (text === null ? null : escapeControlCharacters(text))),
    known: known.map((text) => texts.place(text)),
    maintenance: host.inMaintenanceMode,
    trouble: texts.place(host.trouble === null ? null : `${host.trouble.code}: ${host.trouble.detail}`),
    standing: [standingOf(findings, 'now'), standingOf(findings, 'nextBoot'), standingOf(findings, 'nextPatch')],
    kernel: Object.fromEntries(
      [...host.kernel].map(([setting, reading]) => [escapeControlCharacters(setting), valuesOf(reading)]),
    ),
    findings: findings.map((finding) => findingRecord(finding, texts)),
  };
}

/** Default, configured and runtime; a sentence where the release does not have the setting. */
function valuesOf(reading: Reading<KernelSetting>): readonly string[] | string {
  if (reading.kind === 'absent') return 'the release does not have it';
  const { default: byDefault, configured, runtime } = kernelTexts(reading);
  return [byDefault, configured, runtime];
}

function findingRecord(finding: Finding, texts: Texts): unknown {
  const { rule, verdict, state, horizons, observed, expected, message, reason, notes, remedy } = finding;
  const said = [rule, verdict, state, horizons.now, horizons.nextBoot, horizons.nextPatch, message, reason];
  const values = [shownText(observed), shownText(expected), remedy === null ? null : jsonText(remedy)];
  const remarks = notes.map(({ text, reference }) => (reference === null ? text : `${text} (${reference})`));
  return [...[...said, ...values].map((text) => texts.place(text)), remarks.map((text) => texts.place(text))];
}

function shownText(value: Shown): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? jsonText(value) : String(value);
}
