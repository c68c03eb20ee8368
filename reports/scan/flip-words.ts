import type { Since } from '../../src/model/changes-since.ts';
import type { Flip, FlipKind, FlipExtent } from '../../src/model/flip.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { valueText } from '../text/kernel-values.ts';
import { counted, someOf } from '../text/wrap.ts';
import { releaseText } from './change-words.ts';
import { isDefault, isOpen, isThin, type JointStep, jointSteps } from './summary/build-steps.ts';

/** What became of defaults with one build, for people: harmless texts. */
export interface StepWords {
  /** `With ESXi 8.0 Update 3k (1) on HPE X, 3 defaults changed on all 12 hosts; no rule covers 2 of them`. */
  readonly heading: string;
  readonly items: readonly string[];
}

const NAMED = 5;
const MODELS_NAMED = 3;

/** A sentence for each build that changed defaults, settings that no rule covers first; drift and calm builds are left out. */
export function flipSentences(since: Since): readonly string[] {
  return jointSteps(since)
    .filter(({ flips }) => flips.some(isDefault))
    .map((step) => headingOf(step, true));
}

/** All that is known of each build step. `nameOf` gives the name of a host by its id. */
export function stepWords(since: Since, nameOf: (id: string) => string): readonly StepWords[] {
  return jointSteps(since).map((step) => ({
    heading: headingOf(step, false),
    items: [
      ...step.flips.filter(isDefault).map((flip) => flipText(flip, nameOf)),
      ...othersText(step.flips),
      ...step.drift.map((flip) => driftText(flip, nameOf)),
      readText(step),
    ],
  }));
}

/** One setting that changed with a build, and the hosts of which that is said. */
export interface FlipRow {
  readonly hosts: string;
  readonly what: string;
}

/** A row for each setting that is another, new or gone; drift is told host by host. */
export function flipRows(since: Since, nameOf: (id: string) => string): readonly FlipRow[] {
  return jointSteps(since).flatMap((step) =>
    step.flips.map((flip) => ({
      hosts: hostsText(step),
      what: `with ${releaseText(step.after)} after ${releaseText(step.before)}: ${flipText(flip, nameOf)}`,
    })),
  );
}

/** Null where the builds of all hosts were read both times. */
export function buildUnreadText({ flips }: Since): string | null {
  const count = flips?.buildUnread ?? 0;
  if (count === 0) return null;
  return `Of ${counted(count, 'host')} the build was not read both times: whether they were patched is not known.`;
}

function headingOf(step: JointStep, naming: boolean): string {
  const changed = step.flips.filter(isDefault);
  const opening = `With ${releaseText(step.after)}`;
  if (changed.length === 0) return `${opening}, ${calmText(step)} ${hostsText(step)}`;
  const clauses = EXTENT_ORDER.flatMap((extent) => {
    const own = changed.filter((flip) => flip.extent === extent);
    return own.length === 0 ? [] : [clauseOf(own, extent, { step, naming })];
  });
  const failing = [...new Set(changed.flatMap((flip) => flip.failing))].map(escapeControlCharacters);
  const fails =
    failing.length === 0 ? '' : `; ${someOf(failing, NAMED)} ${failing.length === 1 ? 'fails' : 'fail'} since then`;
  return `${opening} on ${modelsText(step.models)}, ${clauses.join('; ')}${coverageText(changed)}${fails}`;
}

const EXTENT_ORDER: readonly FlipExtent[] = ['all', 'most', 'few-read', 'one'];

function calmText({ compared }: JointStep): string {
  return compared === 0
    ? 'no kernel setting could be compared on'
    : `no default changed, of ${counted(compared, 'setting')} that could be compared, on`;
}

function hostsText({ hosts, models }: JointStep): string {
  return `${counted(hosts.length, 'host')} of ${modelsText(models)}`;
}

function modelsText(models: JointStep['models']): string {
  const names = models.map((model) => (model === null ? 'a model that was not read' : nameText(model)));
  return names.length === 1 ? (names[0] ?? '?') : `${names.length} models (${someOf(names, MODELS_NAMED)})`;
}

interface Clause {
  readonly step: JointStep;
  /** Whether settings are named. */
  readonly naming: boolean;
}

/** `3 defaults changed on all 12 hosts (iovDisableIR FALSE -> TRUE, ...)`. */
function clauseOf(flips: readonly Flip[], extent: FlipExtent, { step, naming }: Clause): string {
  const names = naming ? ` (${someOf(flips.map(changeText), NAMED)})` : '';
  const where = whereText(flips, extent, step.hosts.length);
  return `${counted(flips.length, 'default')} changed on ${where}${names}${proofText(flips, extent)}`;
}

function whereText(flips: readonly Flip[], extent: FlipExtent, hosts: number): string {
  const read = Math.min(...flips.map((flip) => flip.read));
  const most = Math.max(...flips.map((flip) => flip.read));
  if (extent === 'most')
    return flips.length === 1 ? `${flips[0]?.hosts} of ${read} hosts that were read` : 'most hosts';
  if (read === hosts) return hosts === 1 ? '1 of 1 host' : `all ${hosts} hosts`;
  const told = read === most ? String(read) : `${read} to ${most}`;
  return `the ${told} of ${hosts} hosts that were read`;
}

/** What a few hosts show proves little, unless others that came to the build before bear it out. */
function proofText(flips: readonly Flip[], extent: FlipExtent): string {
  if (!isThin(extent)) return '';
  const agree = Math.min(...flips.map((flip) => flip.agree));
  const isDenied = flips.some(({ differ }) => differ > 0);
  if (isDenied) return ', and others of the model contradict: see their hardware';
  return agree === 0
    ? ', which is no proof'
    : `, and ${counted(agree, 'other host')} of the model on that build ${agree === 1 ? 'bears' : 'bear'} it out`;
}

function coverageText(flips: readonly Flip[]): string {
  if (flips.some(({ uncovered }) => uncovered === null)) return '; which rules cover that was not recorded';
  const open = flips.filter(isOpen);
  const [only, ...others] = open;
  if (only === undefined) return '';
  if (flips.length === 1 && others.length === 0) return `; no rule covers it${partText(only)}`;
  const wholly = open.filter(({ uncovered, hosts }) => uncovered === hosts).length;
  if (wholly === flips.length) return '; no rule covers any of them';
  const partly = open.length - wholly;
  if (wholly === 0) return `; no rule covers ${partly} of them on some of these hosts`;
  return `; no rule covers ${wholly} of them${partly === 0 ? '' : `, nor ${partly} on some of these hosts`}`;
}

/** Empty where no rule covers it on any of its hosts. */
function partText({ uncovered, hosts }: Flip): string {
  return uncovered === null || uncovered === hosts ? '' : ` on ${counted(uncovered, 'host')}`;
}

/** `iovDisableIR FALSE -> TRUE`. */
function changeText({ setting, before, after }: Flip): string {
  return `${nameText(setting)} ${shownValue(before)} -> ${shownValue(after)}`;
}

function whatText(flip: Flip): string {
  return isDefault(flip) ? changeText(flip) : `${nameText(flip.setting)} is ${flip.kind}`;
}

function shownValue(value: string | null): string {
  return value === '' ? '""' : cut(valueText(value, null));
}

function nameText(setting: string): string {
  return cut(escapeControlCharacters(setting));
}

/** Longer than any value that a release has by default; a hostile one must not fill a mail. */
const LONGEST = 80;

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/** `iovDisableIR FALSE -> TRUE on 12 of 12 hosts: no rule covers it; the value went with it on 10, stayed on 2`. */
function flipText(flip: Flip, nameOf: (id: string) => string): string {
  const { hosts, read, extent, named = [], followed, kept } = flip;
  const except = extent === 'most' ? `, not on ${someOf(named.map(nameOf), NAMED)}` : '';
  const went = [
    ...(followed === 0 ? [] : [`went with it on ${followed}`]),
    ...(kept === 0 ? [] : [`stayed on ${kept}`]),
  ];
  const value = went.length === 0 ? '' : `; the value ${went.join(', ')}`;
  return `${whatText(flip)} on ${hosts} of ${counted(read, 'host')} read${except}: ${ruleText(flip)}${value}`;
}

function ruleText(flip: Flip): string {
  const { rules, uncovered, failing } = flip;
  if (rules === null || uncovered === null) return 'which rules cover it was not recorded';
  if (rules.length === 0) return 'no rule covers it';
  const covering = `covered by ${someOf(rules.map(escapeControlCharacters), NAMED)}`;
  const gap = uncovered === 0 ? '' : `; no rule covers it${partText(flip)}`;
  const fails = failing.length === 0 ? '' : `, ${failingText(failing, rules)} since then`;
  return `${covering}${fails}${gap}`;
}

function failingText(failing: readonly string[], rules: readonly string[]): string {
  const fails = failing.length === 1 ? 'fails' : 'fail';
  return failing.length === rules.length
    ? `which ${fails}`
    : `of which ${someOf(failing.map(escapeControlCharacters), NAMED)} ${fails}`;
}

/** What is new and what is gone, in one item each: with an update they are many, and no default of theirs changed. */
function othersText(flips: readonly Flip[]): readonly string[] {
  const of = (kind: FlipKind) => flips.filter((flip) => flip.kind === kind);
  return (['new', 'gone'] as const).flatMap((kind) => {
    const own = of(kind);
    if (own.length === 0) return [];
    const names = own.map(({ setting }) => nameText(setting));
    const isOrAre = own.length === 1 ? 'is' : 'are';
    return [`${counted(own.length, 'setting')} ${isOrAre} ${kind}: ${someOf(names, 2 * NAMED)}`];
  });
}

function driftText(flip: Flip, nameOf: (id: string) => string): string {
  const { hosts, read, named = [] } = flip;
  return `few hosts: ${whatText(flip)} on ${hosts} of ${counted(read, 'host')} read (${someOf(named.map(nameOf), NAMED)})`;
}

/** How much the radar saw: what it did not see it says nothing of. */
function readText({ before, compared, unread, silent }: JointStep): string {
  const parts = [
    `${counted(compared, 'setting')} compared with ${releaseText(before)}`,
    ...(unread === 0 ? [] : [`${unread} read in one of the scans only`]),
    ...(silent === 0 ? [] : [`${counted(silent, 'host')} told none`]),
  ];
  return parts.join('; ');
}

/** Names by id; `?` for a host that the scan does not hold. */
export function namesById(names: ReadonlyMap<string, string>): (id: string) => string {
  return (id) => harmlessOr(names.get(id) ?? null, '?');
}
