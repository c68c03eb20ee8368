import { doubtsIn, isInDoubt } from '../model/erratum.ts';
import type { Verdict } from '../model/finding.ts';
import type { DoubtfulFinding } from '../model/history.ts';
import type { Scan } from '../model/scan.ts';
import { placeKey } from './match-hosts.ts';

type Growing = { -readonly [Key in keyof DoubtfulFinding]: DoubtfulFinding[Key] };

/** An entry, and where its host is asked for: ids of hosts that are asked directly hang on what else a scan saw. */
interface AuditedScan {
  readonly entry: Growing;
  readonly place: string;
}

/**
 * Gathers what scans may have told wrongly, scan by scan: it holds one entry for a rule on a host, however many scans
 * repeat it, and no scan.
 */
export class ScanAudit {
  readonly #entries = new Map<string, AuditedScan>();
  #scansInDoubt = 0;

  get scansInDoubt(): number {
    return this.#scansInDoubt;
  }

  /** Whether an entry has not been judged again yet: then a newer scan may tell. */
  get isOpen(): boolean {
    return [...this.#entries.values()].some(({ entry }) => entry.since === null);
  }

  /** By rule, then name of the host, by code point. */
  get findings(): readonly DoubtfulFinding[] {
    const keyed = [...this.#entries.values()].map(({ entry }) => [sortKey(entry), entry] as const);
    return keyed.toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))).map(([, entry]) => entry);
  }

  /** Scans in doubt in any order; one that a mended release judged adds nothing. */
  add(scan: Scan): void {
    if (!isInDoubt(scan.tool.version)) return;
    this.#scansInDoubt += 1;
    for (const { finding, host, doubt } of doubtsIn(scan)) {
      const verdict = finding.waived?.verdict ?? finding.verdict;
      const place = host === undefined ? finding.host : placeKey(host);
      const key = JSON.stringify([finding.rule, place, verdict, doubt.id]);
      const known = this.#entries.get(key);
      if (known !== undefined) {
        extend(known.entry, scan.startedAt);
        continue;
      }
      const entry: Growing = {
        rule: finding.rule,
        host: finding.host,
        name: host?.name ?? '',
        cluster: host?.cluster ?? null,
        target: host?.target ?? '',
        verdict,
        doubt: doubt.id,
        why: doubt.why,
        scans: 1,
        firstAt: scan.startedAt,
        lastAt: scan.startedAt,
        since: null,
      };
      this.#entries.set(key, { entry, place });
    }
  }

  /** Scans of mended releases, newest first: what one says first of a rule on a host stands. */
  answer(scan: Scan): void {
    if (isInDoubt(scan.tool.version)) return;
    const said = new Map<string, Verdict>();
    const places = new Map(scan.hosts.map((host) => [host.id, placeKey(host)]));
    for (const { rule, host, verdict } of scan.findings) said.set(JSON.stringify([rule, places.get(host)]), verdict);
    for (const { entry, place } of this.#entries.values()) {
      entry.since ??= said.get(JSON.stringify([entry.rule, place])) ?? null;
    }
  }
}

function sortKey({ rule, name, host, doubt }: DoubtfulFinding): string {
  return JSON.stringify([rule, name.toLowerCase(), host, doubt]);
}

function extend(entry: Growing, startedAt: string): void {
  entry.scans += 1;
  if (startedAt < entry.firstAt) entry.firstAt = startedAt;
  if (startedAt > entry.lastAt) entry.lastAt = startedAt;
}
