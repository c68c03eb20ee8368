import type { State } from '../../../src/model/finding.ts';
import { counted, plain, someOf, strong } from '../../text/prose.ts';
import { harmless, harmlessOr } from '../../text/harmless.ts';
import type { Span } from '../../text/wrap.ts';
import type { Scan } from '../../../src/model/scan.ts';
import type { Judged } from '../order.ts';

const NAMED = 5;
const RULES_NAMED = 3;

/** What to do next, the most urgent first; commands stand out. */
export function hintsOf(scan: Scan, judged: readonly Judged[]): Span[][] {
  return [
    ...stateHints(judged),
    ...vchAddressHint(judged),
    ...unreachableHint(scan),
    ...whyHint(judged),
    ...kernelHint(scan),
    ...packHint(scan),
    ...everythingHint(scan),
  ];
}

const ADVICE: readonly { state: State; does: (count: number) => string }[] = [
  {
    state: 'regresses-on-reboot',
    does: (count) => `right now but wrong after a reboot: set ${count === 1 ? 'it' : 'them'} before anyone reboots:`,
  },
  { state: 'non-compliant', does: () => 'wrong now and after a reboot, so a reboot alone mends nothing:' },
  { state: 'reboot-pending', does: () => 'set right already, only a reboot is missing:' },
];

/** Only kernel settings have a reboot between set and done; a check with one horizon has nothing to tell here. */
function stateHints(judged: readonly Judged[]): Span[][] {
  return ADVICE.flatMap(({ state, does }) => {
    const hosts = judged.filter(({ finding }) => finding.state === state && finding.horizons.nextBoot !== null);
    const names = [...new Set(hosts.map(({ host }) => harmlessOr(host.name, '?')))];
    if (names.length === 0) return [];
    return [[strong(counted(names.length, 'host')), plain(`${does(names.length)} ${someOf(names, NAMED)}`)]];
  });
}

function vchAddressHint(judged: readonly Judged[]): Span[][] {
  const count = judged.filter(({ finding }) => finding.reason === 'vch-address-needed').length;
  if (count === 0) return [];
  return [[strong('--vch-address ADDRESS'), plain(`would decide ${counted(count, 'finding')}`)]];
}

function unreachableHint({ summary }: Scan): Span[][] {
  if (summary.unreachable === 0) return [];
  const hosts = counted(summary.unreachable, 'host');
  return [[strong(hosts), plain('could not be asked: bring them back, then scan again; unknown is not a pass')]];
}

function whyHint(judged: readonly Judged[]): Span[][] {
  const failing = judged.filter(({ finding }) => finding.verdict === 'fail').map(({ finding }) => finding.rule);
  return [...new Set(failing)]
    .slice(0, RULES_NAMED)
    .map((rule) => [strong(`esxcheck rules show ${harmless(rule)}`), plain('says why, with references')]);
}

function kernelHint({ hosts }: Scan): Span[][] {
  const settings = [...new Set(hosts.flatMap(({ kernel }) => [...kernel.keys()]))].sort();
  return settings
    .slice(0, RULES_NAMED)
    .map((name) => [strong(`esxcheck kernel ${harmless(name)}`), plain('lists its values on every host')]);
}

function packHint({ rules }: Scan): Span[][] {
  const packs = [...new Set(rules.map(({ id }) => harmless(id.split('/')[0] ?? id)))];
  if (packs.length < 2) return [];
  return [[strong(`--pack ${packs[0]}`), plain(`judges by that pack alone (these are ${packs.join(', ')})`)]];
}

function everythingHint({ summary, findings }: Scan): Span[][] {
  if (findings.length === 0) return [];
  const hidden = summary.findings['not-applicable'];
  const besides = hidden > 0 ? `, the ${hidden} not applicable included` : '';
  return [[strong('--format json'), plain(`holds every finding${besides}; --format lines is made to grep`)]];
}
