import { type Checkup, type HostCheckup, missingOn, type TargetCheckup } from '../../src/model/doctor-report.ts';
import { type PrivilegeNeed, privilegesFor, type Purpose } from '../../src/model/privileges.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { type Page, pageFor } from '../text/page.ts';
import type { Tone } from '../text/paint.ts';
import { titleText } from '../text/title.ts';
import { counted, labelled, plain, prose, someOf, strong } from '../text/wrap.ts';

/** For people: a line a question, target by target. */
export const table: Reporter<Checkup> = {
  name: 'table',
  description: 'For people: a line a question, target by target.',
  extensions: ['.txt'],
  *render(checkup, options) {
    const page = pageFor(options);
    yield titleText(checkup, page);
    for (const target of checkup.targets) yield* targetText(target, checkup.purpose, page);
    yield '\n';
    yield prose([strong('Result'), plain(RESULTS[checkup.state](checkup.purpose))], page);
  },
};

const RESULTS: Readonly<Record<Checkup['state'], (purpose: Purpose) => string>> = {
  able: (purpose) => `everything that ${purpose} needs is there.`,
  lacking: (purpose) => `${purpose} lacks what is marked MISSING or FAIL.`,
  unclear: (purpose) => `nothing is known to be missing for ${purpose}, but not everything could be looked at.`,
};

type Mark = 'ok' | 'note' | 'unknown' | 'MISSING' | 'FAIL';
const TONES: Readonly<Record<Mark, Tone>> = {
  ok: 'good',
  note: 'careful',
  unknown: 'unsure',
  MISSING: 'bad',
  FAIL: 'bad',
};
const MOST_NAMES = 5;

function line(mark: Mark, text: string, page: Page): string {
  return labelled({ text: `  ${mark.padEnd(7)}  `, tone: TONES[mark] }, [plain(text)], page);
}

function* targetText(target: TargetCheckup, purpose: Purpose, page: Page): Iterable<string> {
  yield `\n${prose([strong(escapeControlCharacters(target.url))], page)}`;
  if (target.error !== null) {
    yield line(
      'FAIL',
      `connect: ${escapeControlCharacters(target.error.message)} (${escapeControlCharacters(target.error.code)})`,
      page,
    );
    for (const advice of target.advice) yield line('note', escapeControlCharacters(advice), page);
    return;
  }
  const { product, version, build, apiVersion } = target;
  const about = `${escapeControlCharacters(product ?? 'a server without a name')} ${escapeControlCharacters(version ?? '?')} (${escapeControlCharacters(build ?? '?')})`;
  yield line('ok', `reached: ${about}, API ${escapeControlCharacters(apiVersion ?? '?')}`, page);
  yield line('ok', `logged in as ${escapeControlCharacters(target.user)}`, page);
  yield clockText(target, page);
  yield hostsText(target, page);
  if (target.hosts.length === 0) return;
  yield* privilegesText(target, purpose, page);
  yield* esxcliText(target, page);
  yield* hostCallsText(target, page);
  yield* rulesText(target, page);
}

/** More than that, and certificates and tokens are judged by two different days. */
const MOST_CLOCK_DIFFERENCE_MS = 60_000;

function clockText({ clockAheadMs }: TargetCheckup, page: Page): string {
  if (clockAheadMs === null) return line('unknown', 'its clock could not be read', page);
  const seconds = `${(Math.abs(clockAheadMs) / 1000).toFixed(1)} s`;
  const side = clockAheadMs < 0 ? 'behind' : 'ahead of';
  const isNear = Math.abs(clockAheadMs) <= MOST_CLOCK_DIFFERENCE_MS;
  return line(isNear ? 'ok' : 'note', `its clock is ${seconds} ${side} this machine's`, page);
}

function hostsText({ hosts, user }: TargetCheckup, page: Page): string {
  if (hosts.length === 0)
    return line('MISSING', `hosts: ${escapeControlCharacters(user)} sees none. It needs System.View on them.`, page);
  const away = hosts
    .filter(({ connectionState }) => connectionState !== 'connected')
    .map(({ name }) => escapeControlCharacters(name));
  const text = `${counted(hosts.length, 'host')} visible, ${hosts.length - away.length} connected`;
  return line('ok', away.length === 0 ? text : `${text}; not connected: ${someOf(away, MOST_NAMES)}`, page);
}

function* privilegesText(target: TargetCheckup, purpose: Purpose, page: Page): Iterable<string> {
  const { hosts, privilegesProblem } = target;
  if (privilegesProblem !== null) {
    yield line('unknown', `privileges: ${escapeControlCharacters(privilegesProblem)}`, page);
    return;
  }
  for (const need of privilegesFor(purpose)) yield privilegeText(need, target, page);
  const listed = new Set(privilegesFor(purpose).map(({ id }) => id));
  const others = new Set(hosts.flatMap(({ lacking }) => lacking ?? []).filter((id) => !listed.has(id)));
  for (const id of others) yield privilegeText({ id, use: 'esxcli', basis: 'measured' }, target, page);
  const untold = hosts.filter(({ lacking }) => lacking === null).map(({ name }) => escapeControlCharacters(name));
  if (untold.length > 0) yield line('unknown', `privileges could not be read on ${someOf(untold, MOST_NAMES)}`, page);
}

const BASES: Readonly<Record<PrivilegeNeed['basis'], string>> = { documented: '', measured: ' (measured on ESXi 6.7)' };

function privilegeText(
  { id, use, basis }: Omit<PrivilegeNeed, 'purpose'>,
  { hosts, propertiesOnly }: TargetCheckup,
  page: Page,
): string {
  const without = hosts.filter(({ lacking }) => lacking?.includes(id) === true);
  const text = `${id}: ${use}${BASES[basis]}`;
  if (without.length === 0) return line('ok', text, page);
  const isMissed = without.some((host) => missingOn(host)?.includes(id) === true);
  const more = isMissed
    ? ''
    : `, and ${propertiesOnly ? 'not needed with properties only' : whyNotMissed(id, without)}`;
  return line(isMissed ? 'MISSING' : 'note', `${text}; not on ${namesOf(without, hosts)}${more}`, page);
}

function whyNotMissed(id: string, hosts: readonly HostCheckup[]): string {
  const isAsked = hosts.some(({ probes }) => probes.some(({ privilege, needed }) => privilege === id && needed));
  return isAsked ? 'esxcli answers all the same' : 'the chosen rules do not need it';
}

function namesOf(some: readonly HostCheckup[], all: readonly HostCheckup[]): string {
  const names = some.map(({ name }) => escapeControlCharacters(name));
  return some.length === all.length ? 'all hosts' : someOf(names, MOST_NAMES);
}

function* esxcliText({ hosts, propertiesOnly }: TargetCheckup, page: Page): Iterable<string> {
  if (propertiesOnly) yield line('note', 'esxcli is not asked: properties only', page);
  for (const { command } of hosts[0]?.probes ?? []) yield* probeText(command, hosts, page);
}

function* probeText(command: string, hosts: readonly HostCheckup[], page: Page): Iterable<string> {
  const all = hosts.flatMap(({ name, probes }) => {
    const probe = probes.find((each) => each.command === command);
    return probe === undefined ? [] : [{ name, probe }];
  });
  const asked = all.filter(({ probe }) => probe.answers !== null);
  const answering = asked.filter(({ probe }) => probe.answers === true);
  const isNeeded = all.some(({ probe }) => probe.needed);
  const failed: Mark = isNeeded ? 'MISSING' : 'note';
  const mark: Mark = answering.length < asked.length ? failed : asked.length === 0 ? 'unknown' : 'ok';
  const text = `esxcli ${command} answers on ${answering.length} of ${counted(asked.length, 'host')} that could be asked`;
  yield line(mark, isNeeded || mark === 'ok' ? text : `${text}; the chosen rules do not need it`, page);
  const reasons = new Map<string, string[]>();
  for (const { name, probe } of all) {
    if (probe.problem === null) continue;
    const named = probe.missing === null ? '' : ` (${escapeControlCharacters(probe.missing)} is missing)`;
    const reason = `${probe.problem.code}: ${escapeControlCharacters(probe.problem.detail)}${named}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), escapeControlCharacters(name)]);
  }
  for (const [reason, names] of reasons) yield line('note', `${someOf(names, MOST_NAMES)}: ${reason}`, page);
}

/** How many calls to hosts at a time the server bore. */
function* hostCallsText({ hostCalls }: TargetCheckup, page: Page): Iterable<string> {
  if (hostCalls === null) return;
  const { limit, highest, most, backedOff } = hostCalls;
  const { refused, timedOut, slower } = backedOff;
  const reasons = [
    ...(refused > 0 ? [`${refused} times as the server was busy (HTTP 503)`] : []),
    ...(timedOut > 0 ? [`${timedOut} times as calls timed out`] : []),
    ...(slower > 0 ? [`${slower} times as calls became slower`] : []),
  ];
  const down = reasons.length === 0 ? '' : `; it went down ${reasons.join(', ')}`;
  const text = `calls to hosts at a time: ${limit} at the end, ${highest} at most, of ${most} allowed${down}`;
  yield line(refused + timedOut > 0 ? 'note' : 'ok', text.replaceAll(/\b1 times/g, 'once'), page);
}

/** Pack by pack: which rules that need esxcli the account can read for, and for which it cannot. */
function* rulesText({ rules, hosts, propertiesOnly }: TargetCheckup, page: Page): Iterable<string> {
  for (const pack of new Set(rules.map((rule) => rule.pack))) {
    const own = rules.filter((rule) => rule.pack === pack);
    const without = own.filter(({ hostsWithout }) => hostsWithout > 0);
    const isChosen = own.some(({ chosen }) => chosen);
    if (hosts.every(({ connectionState }) => connectionState !== 'connected')) continue;
    if (without.length === 0) {
      yield line(
        'ok',
        `pack ${escapeControlCharacters(pack)}: what its ${counted(own.length, 'rule')} with esxcli need can be read`,
        page,
      );
      continue;
    }
    const mark: Mark = without.some(({ chosen }) => chosen) && !propertiesOnly ? 'MISSING' : 'note';
    const names = someOf(
      without.map(({ rule }) => escapeControlCharacters(rule)),
      MOST_NAMES,
    );
    const missing = [...new Set(without.flatMap((rule) => rule.missing))].map(escapeControlCharacters).join(', ');
    const why = missing === '' ? '' : `; missing: ${missing}`;
    const chosen = isChosen ? '' : ' (not chosen)';
    yield line(
      mark,
      `pack ${escapeControlCharacters(pack)}${chosen}: ${names} cannot be judged from esxcli${why}`,
      page,
    );
  }
}
