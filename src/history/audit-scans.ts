import { doubtsIn, isInDoubt } from '../model/erratum.ts';
import type { Verdict } from '../model/finding.ts';
import type { DoubtfulFinding } from '../model/looking-back.ts';
import type { Scan } from '../model/scan.ts';

type Growing = { -readonly [Key in keyof DoubtfulFinding]: DoubtfulFinding[Key] };

/**
 * Gathers what scans may have told wrongly, scan by scan: it holds one entry for a rule on a host, however many scans
 * repeat it, and no scan.
 */
export class ScanAudit {
  readonly #entries = new Map<string, Growing>();
  #scansInDoubt = 0;

  get scansInDoubt(): number {
    return this.#scansInDoubt;
  }

  /** Whether an entry has not been judged again yet: then a newer scan may tell. */
  get isOpen(): boolean {
    return [...this.#entries.values()].some(({ since }) => since === null);
  }

  /** By rule, then name of the host, by code point. */
  get findings(): readonly DoubtfulFinding[] {
    const keyed = [...this.#entries.values()].map((entry) => [sortKey(entry), entry] as const);
    return keyed.toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))).map(([, entry]) => entry);
  }

  /** Scans in doubt in any order; one that a mended release judged adds nothing. */
  add(scan: Scan): void {
    if (!isInDoubt(scan.tool.version)) return;
    this.#scansInDoubt += 1;
    for (const { finding, host, doubt } of doubtsIn(scan)) {
      const verdict = finding.waived?.verdict ?? finding.verdict;
      const key = keyOf(finding, verdict, doubt.id);
      const known = this.#entries.get(key);
      if (known !== undefined) {
        extend(known, scan.startedAt);
        continue;
      }
      this.#entries.set(key, {
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
      });
    }
  }

  /** Scans of mended releases, newest first: what one says first of a rule on a host stands. */
  answer(scan: Scan): void {
    if (isInDoubt(scan.tool.version)) return;
    const said = new Map<string, Verdict>();
    for (const { rule, host, verdict } of scan.findings) said.set(JSON.stringify([rule, host]), verdict);
    for (const entry of this.#entries.values()) {
      entry.since ??= said.get(JSON.stringify([entry.rule, entry.host])) ?? null;
    }
  }
}

function keyOf({ rule, host }: { readonly rule: string; readonly host: string }, ...more: readonly string[]): string {
  return JSON.stringify([rule, host, ...more]);
}

function sortKey({ rule, name, host, doubt }: DoubtfulFinding): string {
  return JSON.stringify([rule, name.toLowerCase(), host, doubt]);
}

function extend(entry: Growing, startedAt: string): void {
  entry.scans += 1;
  if (startedAt < entry.firstAt) entry.firstAt = startedAt;
  if (startedAt > entry.lastAt) entry.lastAt = startedAt;
}
