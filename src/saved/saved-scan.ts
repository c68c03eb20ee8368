import type { Host } from '../model/host.ts';
import { LABEL_PATHS } from '../model/host-labels.ts';
import { EsxcheckError } from '../model/errors.ts';
import { type Finding, type Verdict, VERDICTS } from '../model/finding.ts';
import type { Firewall } from '../model/firewall.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { currentRuleId } from '../model/moved-rules.ts';
import type { Problem } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import type { Scan, ScannedHost } from '../model/scan.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssue } from './describe-issue.ts';
import { exposureNonsense } from './exposure-sense.ts';
import { frameworkNonsense } from './framework-sense.ts';
import { withOwnIds } from './one-id-hosts.ts';
import type { SavedFirewall, SavedHost, SavedSetting } from './saved-host-schema.ts';
import { SCAN_SCHEMA_NAME, scanDocument } from './saved-scan-schema.ts';
import { sinceFrom } from './saved-since-schema.ts';

/**
 * Reads the text of a saved scan (`scan --format json`). A saved firewall holds the covering rulesets alone, so the
 * rulesets of the host it gives are empty. Throws EsxcheckError SCAN_INVALID.
 */
export function parseScan(text: string): Scan {
  return requireSense(parsePart(text));
}

/** The same for a document that holds a part of a scan, and counts the whole. */
export function parsePart(text: string): Scan {
  const value = jsonIn(text);
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : null;
  if (schema !== SCAN_SCHEMA_NAME) throw invalid(`The file holds no scan of the form ${SCAN_SCHEMA_NAME}.`);
  const parsed = scanDocument.safeParse(value);
  if (!parsed.success) throw invalid('The scan is not in the form that esxcheck writes.', describeIssue(parsed.error));
  const { schema: _schema, hosts, waivers, attestations, remarks, since, changes, ...rest } = parsed.data;
  const placed = waivers.map((waiver) => ({ ...waiver, place: 'the scan' }));
  const told = {
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(attestations.length === 0
      ? {}
      : { attestations: attestations.map((each) => ({ ...each, place: 'the scan' })) }),
  };
  const scan = { ...rest, hosts: hosts.map(hostFrom), waivers: placed, ...told, since: sinceFrom(since, changes) };
  return withCurrentIds(scan);
}

/** The scan where nothing in it contradicts the rest, each host with an id of its own. Throws EsxcheckError SCAN_INVALID. */
export function requireSense(read: Scan): Scan {
  const miscounted = miscount(read);
  if (miscounted !== null) throw invalid('The scan contradicts itself.', miscounted);
  const scan = withOwnIds(read);
  const nonsense = senseless(scan) ?? frameworkNonsense(scan) ?? exposureNonsense(scan);
  if (nonsense !== null) throw invalid('The scan contradicts itself.', nonsense);
  return scan;
}

/** Rules that have moved since are called as they are now, unless the scan was judged by one of that name as well. */
function withCurrentIds(scan: Scan): Scan {
  const ids = new Set(scan.rules.map(({ id }) => id));
  const moved = new Map(
    [...ids].map((id) => [id, currentRuleId(id)] as const).filter(([id, now]) => now !== id && !ids.has(now)),
  );
  if (moved.size === 0) return scan;
  return {
    ...scan,
    rules: scan.rules.map((rule) => ({ ...rule, id: moved.get(rule.id) ?? rule.id })),
    findings: scan.findings.map((finding) => ({ ...finding, rule: moved.get(finding.rule) ?? finding.rule })),
  };
}

function jsonIn(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (error) {
    throw invalid(
      text.trim() === '' ? 'The scan is empty.' : 'The scan is not JSON, or it is not whole.',
      undefined,
      error,
    );
  }
}

function invalid(sentence: string, detail?: string, cause?: unknown): EsxcheckError {
  const again = 'Save one with: esxcheck scan --target … --output scan.json';
  return new EsxcheckError('SCAN_INVALID', sentence, {
    details: detail === undefined ? [again] : [detail, again],
    cause,
  });
}

function hostFrom(saved: SavedHost): ScannedHost {
  const { kernel, firewall, firewallProblem, tagsProblem, attributesProblem, ...host } = saved;
  const settings = Object.entries(kernel).map(([name, setting]) => [name, settingFrom(setting)] as const);
  const problem = firewallProblem === null ? null : unread(firewallProblem);
  return {
    ...host,
    kernel: new Map(settings),
    firewall: firewall === null ? problem : read(firewallFrom(firewall)),
    covering: firewall?.covering ?? [],
    ...unreadLabels(tagsProblem, attributesProblem),
  };
}

function unreadLabels(tags: Problem | null | undefined, attributes: Problem | null | undefined): Pick<Host, 'unread'> {
  const problems = [
    ...(tags ? [[LABEL_PATHS.tags, tags] as const] : []),
    ...(attributes ? [[LABEL_PATHS.attributes, attributes] as const] : []),
  ];
  return problems.length === 0 ? {} : { unread: Object.fromEntries(problems) };
}

/** A value counts as read only where the scan says so. */
function settingFrom({ reading, problem, source, ...values }: SavedSetting): Reading<KernelSetting> {
  if (reading === 'absent') return ABSENT;
  if (reading === 'read' && source !== null) return read({ ...values, source, problem });
  return unread(problem ?? { code: 'not-reported', detail: 'the scan does not tell why' });
}

function firewallFrom({ enabled, enabledProblem, outgoingBlocked, incomingBlocked }: SavedFirewall): Firewall {
  const problem = enabledProblem ?? { code: 'not-reported', detail: 'the scan does not tell why' };
  return {
    enabled: enabled === null ? unread(problem) : read(enabled),
    outgoingBlocked,
    incomingBlocked,
    rulesets: [],
  };
}

function miscount({ hosts, findings, summary }: Scan): string | null {
  if (summary.hosts !== hosts.length) return 'The summary counts other hosts than there are.';
  const miscounted = VERDICTS.find((verdict) => summary.findings[verdict] !== countOf(findings, verdict));
  if (miscounted !== undefined) return `The summary counts other findings that are ${miscounted} than there are.`;
  return null;
}

function senseless({ hosts, rules, findings }: Scan): string | null {
  const hostIds = new Set(hosts.map(({ id }) => id));
  if (hostIds.size < hosts.length) return 'Two hosts have the same id.';
  const ruleIds = new Set(rules.map(({ id }) => id));
  if (ruleIds.size < rules.length) return 'Two rules have the same id.';
  const judged = new Set<string>();
  for (const { host, rule } of findings) {
    const key = JSON.stringify([host, rule]);
    if (!hostIds.has(host) || !ruleIds.has(rule)) return 'A finding speaks of a host or a rule that is not there.';
    if (judged.has(key)) return 'A host is judged twice by one rule.';
    judged.add(key);
  }
  return null;
}

function countOf(findings: readonly Finding[], wanted: Verdict): number {
  return findings.filter(({ verdict }) => verdict === wanted).length;
}
