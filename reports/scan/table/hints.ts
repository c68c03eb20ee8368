import type { State } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import { counted, plain, someOf, type Span, strong } from '../../text/wrap.ts';
import type { Judged } from '../order.ts';
import { mayNotStayRight } from '../result.ts';

const NAMED = 5;
const LISTED = 3;

/** What to do next, the most urgent first: what stands out is the deed or the command. */
export function hintsOf(scan: Scan, judged: readonly Judged[]): Span[][] {
  return [
    ...rebootHints(judged),
    ...patchHint(judged),
    ...planHint(scan, judged),
    ...vchAddressHint(judged),
    ...unreachableHint(scan),
    ...whyHints(judged),
    ...kernelHints(scan),
    ...packHint(scan),
    ...everythingHint(scan),
  ];
}

const ADVICE: readonly { readonly state: State; readonly deed: string; readonly because: string }[] = [
  {
    state: 'regresses-on-reboot',
    deed: 'Set it before anyone reboots:',
    because: 'right now but wrong after a reboot',
  },
  { state: 'non-compliant', deed: 'Set it, then reboot:', because: 'wrong now and after a reboot' },
  { state: 'reboot-pending', deed: 'Only reboot:', because: 'already set right' },
  {
    state: 'not-taking-effect',
    deed: 'Look at boot.cfg, do not reboot again:',
    because: 'set and rebooted, yet still wrong',
  },
];

/** Only failing checks that look beyond a reboot have something to tell here. */
function rebootHints(judged: readonly Judged[]): Span[][] {
  const failing = judged.filter(({ finding }) => finding.verdict === 'fail' && finding.horizons.nextBoot !== null);
  return ADVICE.flatMap(({ state, deed, because }) => {
    const hosts = failing.filter(({ finding }) => finding.state === state).map(({ host }) => host);
    const names = [...new Map(hosts.map(({ id, name }) => [id, harmlessOr(name, '?')])).values()];
    if (names.length === 0) return [];
    return [[strong(deed), plain(`${counted(names.length, 'host')} ${because} (${someOf(names, NAMED)})`)]];
  });
}

/** Whoever patches these hosts must look before they carry work again. */
function patchHint(judged: readonly Judged[]): Span[][] {
  const open = judged.filter(({ finding }) => mayNotStayRight(finding));
  const names = [...new Map(open.map(({ host: { id, name } }) => [id, harmlessOr(name, '?')])).values()];
  if (names.length === 0) return [];
  const text = `after the patch, before it leaves maintenance mode: ${counted(names.length, 'host')} may not stay right (${someOf(names, NAMED)})`;
  return [[strong('esxcheck gate HOST'), plain(text)]];
}

/** A plan of packs other than hpe must be asked for, and so must a profile. */
function planHint({ rules }: Scan, judged: readonly Judged[]): Span[][] {
  const mendable = new Set(judged.flatMap(({ finding }) => (finding.remedy === null ? [] : [finding.rule])));
  if (mendable.size === 0) return [];
  const packs = [...new Set([...mendable].map(packOf))];
  const named = packs.length === 1 && packs[0] === 'hpe' ? [] : packs.map((pack) => ` --pack ${pack}`);
  const profile = rules.find((rule) => rule.profile !== null && mendable.has(rule.id))?.profile ?? null;
  const asked = [...named, ...(profile === null ? [] : [` --profile ${escapeControlCharacters(profile)}`])].join('');
  return [
    [strong(`esxcheck plan${asked} --output plan.json`), plain('writes down what would mend it; it changes nothing')],
  ];
}

function vchAddressHint(judged: readonly Judged[]): Span[][] {
  const count = judged.filter(({ finding }) => finding.reason === 'vch-address-needed').length;
  if (count === 0) return [];
  return [[strong('--vch-address ADDRESS'), plain(`would decide ${counted(count, 'unknown finding')}`)]];
}

function unreachableHint({ summary }: Scan): Span[][] {
  if (summary.unreachable === 0) return [];
  const hosts = counted(summary.unreachable, 'host');
  return [[strong('Bring back, then scan again:'), plain(`${hosts} could not be asked; unknown is never a pass`)]];
}

function whyHints(judged: readonly Judged[]): Span[][] {
  const failing = judged.filter(({ finding }) => finding.verdict === 'fail').map(({ finding }) => finding.rule);
  return [...new Set(failing)]
    .slice(0, LISTED)
    .map((rule) => [
      strong(`esxcheck rules show ${escapeControlCharacters(rule)}`),
      plain('tells why, with references'),
    ]);
}

function kernelHints({ hosts }: Scan): Span[][] {
  const settings = [...new Set(hosts.flatMap(({ kernel }) => [...kernel.keys()]))].sort();
  return settings
    .slice(0, LISTED)
    .map((name) => [
      strong(`esxcheck kernel ${escapeControlCharacters(name)}`),
      plain('lists its values on every host'),
    ]);
}

function packHint({ rules }: Scan): Span[][] {
  const packs = [...new Set(rules.map(({ id }) => packOf(id)))];
  if (packs.length < 2) return [];
  return [[strong(`--pack ${packs[0]}`), plain(`judges by that pack alone (chosen now: ${packs.join(', ')})`)]];
}

function everythingHint({ summary, findings }: Scan): Span[][] {
  if (findings.length === 0) return [];
  const hidden = summary.findings['not-applicable'];
  const besides = hidden > 0 ? `, the ${hidden} not applicable too` : '';
  return [[strong('--format json'), plain(`holds every finding${besides}; --format lines is for grep`)]];
}

function packOf(rule: string): string {
  return escapeControlCharacters(rule.split('/')[0] ?? rule);
}
