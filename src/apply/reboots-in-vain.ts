import { summarise } from '../evaluate/summary.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';
import type { JournalRecord } from './journal/format.ts';
import { wasRebootedInVain } from './journal/step-history.ts';

/** The scan with what only our own journal can tell: settings that a reboot since has not brought into effect. */
export function withRebootsInVain(scan: Scan, rules: readonly Rule[], records: readonly JournalRecord[]): Scan {
  const findings = scan.findings.map((finding) => withPast(finding, { scan, rules, records }));
  return { ...scan, findings, summary: summarise(scan.hosts, findings) };
}

interface JournalContext {
  readonly scan: Scan;
  readonly rules: readonly Rule[];
  readonly records: readonly JournalRecord[];
}

function withPast(finding: Finding, { scan, rules, records }: JournalContext): Finding {
  const host = scan.hosts.find(({ id }) => id === finding.host);
  const check = rules.find(({ id }) => id === finding.rule)?.check;
  if (finding.state !== 'reboot-pending' || host === undefined || check?.kind !== 'kernelSetting') return finding;
  const setting = host.kernel.get(check.name);
  const configured = setting?.kind === 'read' ? setting.value.configured : null;
  if (configured === null || !wasRebootedInVain({ host, name: check.name, configured }, records)) return finding;
  const message = `${check.name} was set and the host was rebooted since, but Runtime differs still: look at boot.cfg; another reboot would not help.`;
  return { ...finding, state: 'not-taking-effect', message, remedy: null };
}
