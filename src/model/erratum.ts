import type { Finding, Verdict } from './finding.ts';
import type { Host } from './host.ts';
import type { Scan } from './scan.ts';

/** The first release whose verdicts are not in doubt for what stands here. */
export const MENDED_IN = '1.0.1';

/** One way in which earlier releases could tell a finding wrongly. The page docs/security.md shows this table. */
export interface Doubt {
  readonly id: string;
  /** Ids of rules; null: every rule of which a finding says so, those of other folders too. */
  readonly rules: readonly string[] | null;
  readonly verdicts: readonly Verdict[];
  /** Only findings whose message says so. */
  readonly saying?: RegExp;
  /** Only findings of which the observed value, as JSON, is such. */
  readonly observing?: RegExp;
  /** Only hosts of such a model. */
  readonly model?: RegExp;
  /** One sentence for people: what the program took for what. */
  readonly why: string;
}

const NETWORK = ['forged-transmits', 'mac-changes', 'promiscuous-mode'].map((id) => `hardening/network-reject-${id}`);

/** All that is known of what releases before MENDED_IN could tell wrongly, most certain first. */
export const DOUBTS: readonly Doubt[] = [
  {
    id: 'kernel-setting-absent',
    rules: null,
    verdicts: ['not-applicable', 'pass', 'fail'],
    saying: /This release does not have the setting |^The setting \S+ is absent\./,
    why: 'a kernel setting whose reading failed, or was answered with something else, was taken for one that the host does not have',
  },
  {
    id: 'log-host-placeholder',
    rules: ['hardening/logs-remote'],
    verdicts: ['pass'],
    observing: /"value":"\s*</,
    why: 'a placeholder such as <none> was taken for a log host',
  },
  {
    id: 'maker-spelling',
    rules: [
      'hpe/gen8-interrupt-remapping',
      'hpe/gen8-certified-up-to-5-5',
      'hpe/gen8-certified-up-to-6-0',
      'hpe/gen8-certified-up-to-6-5',
      'prepatch/gen8-default-true-build',
    ],
    verdicts: ['not-applicable'],
    saying: /^The rule does not apply to this host\.$/,
    model: /\bGen ?8\b/i,
    why: 'a Gen8 host whose maker is spelled otherwise than HP or HPE was passed over in silence',
  },
  {
    id: 'network-unset',
    rules: NETWORK,
    verdicts: ['pass'],
    why: 'a host that told nothing of its switches was taken for one that has none',
  },
  {
    id: 'property-unset',
    rules: null,
    verdicts: ['not-applicable'],
    saying: / is not set on this host\.|This host has no /,
    why: 'a property that the host did not tell, as right after vCenter has started, was taken for one that it does not have',
  },
  {
    id: 'firewall-default',
    rules: ['hardening/firewall-incoming-default'],
    verdicts: ['pass'],
    why: 'where the host did not tell its default policy, or esxcli answered an empty list, what was left decided alone',
  },
  {
    id: 'esxcli-empty',
    rules: null,
    verdicts: ['not-applicable'],
    saying: /This host has nothing of the kind in esxcli /,
    why: 'an empty answer of esxcli was taken for a host that does not have it',
  },
  {
    id: 'option-absent',
    rules: null,
    verdicts: ['not-applicable'],
    saying: /This release does not have the option /,
    why: 'an answer about another option was taken for a release that does not have the one asked for',
  },
  {
    id: 'logs-persistent',
    rules: ['hardening/logs-persistent'],
    verdicts: ['pass'],
    why: 'where esxcli answered an empty list, the log folder decided alone',
  },
  {
    id: 'items-lost',
    rules: ['prepatch/no-red-alarms', 'prepatch/vms-can-move', 'prepatch/boots-from-disk', 'prepatch/no-host-profile'],
    verdicts: ['pass'],
    why: 'an alarm, a VM, a device, an issue or a profile that came without the part that decides was left out, as if it were not there',
  },
  {
    id: 'staged-image',
    rules: ['prepatch/no-staged-image'],
    verdicts: ['pass'],
    why: 'an answer that was no list of packages was taken for no staged image',
  },
  {
    id: 'allowed-lists',
    rules: ['hardening/firewall-restrict-access', 'vic/vic-engine-limited', 'vic/vspc-limited', 'vic/outbound-2377'],
    verdicts: ['pass'],
    why: 'a list that lets every address through by another notation (0.0.0.0/0, two halves), or that was not told, was taken for a limited one',
  },
  {
    id: 'certificate',
    rules: ['prepatch/certificate-valid'],
    verdicts: ['pass'],
    why: 'a certificate that is not valid yet was taken for a valid one',
  },
];

/** Whether that release could tell findings wrongly; a version that is none is not trusted. */
export function isInDoubt(version: string): boolean {
  const [own, mended] = [partsOf(version), partsOf(MENDED_IN) ?? []];
  if (own === null) return true;
  const at = mended.findIndex((part, index) => part !== own[index]);
  return at >= 0 && (own[at] ?? 0) < (mended[at] ?? 0);
}

function partsOf(version: string): readonly number[] | null {
  const parts = /(\d+)\.(\d+)\.(\d+)/.exec(version);
  return parts === null ? null : parts.slice(1).map(Number);
}

/** Why a finding of a release before MENDED_IN may be false; null where nothing speaks against it. */
function doubtOf(finding: Finding, host: Pick<Host, 'model'> | undefined): Doubt | null {
  const { verdict, message } = finding.waived ?? finding;
  const found = DOUBTS.find(
    ({ rules, verdicts, saying, observing, model }) =>
      verdicts.includes(verdict) &&
      (rules?.includes(finding.rule) ?? true) &&
      (saying?.test(message) ?? true) &&
      (observing?.test(JSON.stringify(finding.observed)) ?? true) &&
      (model?.test(host?.model ?? '') ?? true),
  );
  return found ?? null;
}

/** The findings of a scan that may be false, each with its doubt; none of a scan that a mended release has judged. */
export function* doubtsIn({ tool, hosts, findings }: Pick<Scan, 'tool' | 'hosts' | 'findings'>) {
  if (!isInDoubt(tool.version)) return;
  const known = new Map(hosts.map((host) => [host.id, host]));
  for (const finding of findings) {
    const host = known.get(finding.host);
    const doubt = doubtOf(finding, host);
    if (doubt !== null) yield { finding, host, doubt };
  }
}

/** The scan with `unknown` in place of every finding that may be false: nothing may be left undone for its sake. */
export function withoutDoubtful<Judged extends Pick<Scan, 'tool' | 'hosts' | 'findings'>>(scan: Judged): Judged {
  const doubtful = new Map([...doubtsIn(scan)].map(({ finding, doubt }) => [finding, doubt]));
  if (doubtful.size === 0) return scan;
  const findings = scan.findings.map((finding): Finding => {
    const doubt = doubtful.get(finding);
    if (doubt === undefined) return finding;
    const message = `${finding.message} That may be false: ${doubt.why}. Scan again.`;
    return { ...finding, verdict: 'unknown', state: 'unknown', reason: 'not-reported', message, remedy: null };
  });
  return { ...scan, findings };
}

const SEE = 'see docs/security.md#erratum';
const COULD = 'which could call a setting that it had not read not applicable';

/** What whoever reads a scan must know of who judged it; null where a mended release did. */
function erratumOf(scan: Pick<Scan, 'tool' | 'hosts' | 'findings'>): string | null {
  const { name, version } = scan.tool;
  if (!isInDoubt(version)) return null;
  const count = [...doubtsIn(scan)].length;
  const findings = count === 0 ? 'none of its findings is of such a kind' : `${count} of its findings may be false`;
  return `Judged by ${name} ${version}, ${COULD}; ${findings}; ${SEE}`;
}

/** The same of facts that a release before MENDED_IN has read. */
export function erratumOfFacts({ name, version }: Scan['tool']): string | null {
  if (!isInDoubt(version)) return null;
  const unread = 'a kernel setting that it took for absent counts as unread here';
  return `The facts were read by ${name} ${version}, which could take what it had not read for absent; ${unread}; ${SEE}`;
}

/** All that whoever reads a scan must know of it, each sentence once; none of most scans. */
export function remarksOn(scan: Pick<Scan, 'tool' | 'hosts' | 'findings' | 'remarks'>): readonly string[] {
  const erratum = erratumOf(scan);
  return [...new Set([...(scan.remarks ?? []), ...(erratum === null ? [] : [erratum])])];
}
