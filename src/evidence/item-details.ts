import { escapeControlCharacters } from '../model/control-characters.ts';
import type { Finding, Shown } from '../model/finding.ts';
import type { ControlStatus, Framework } from '../model/framework.ts';
import type { RuleReport, Scan, ScannedHost, TargetReport } from '../model/scan.ts';
import type { ControlAnswer } from './control-answers.ts';

/** What all controls of a host have in common. */
export interface DetailsContext {
  readonly scan: Pick<Scan, 'tool' | 'startedAt' | 'finishedAt' | 'waivers' | 'attestations'>;
  readonly host: ScannedHost;
  readonly target: TargetReport | null;
  readonly framework: Framework;
  readonly rules: ReadonlyMap<string, RuleReport>;
}

/** Characters of one answer of a host; the document of the scan has all of it. */
const LONGEST_VALUE = 8_000;

/** Lines, harmless each: no text of a host begins one, so that none is taken for a word of ours. */
export function itemDetails(answer: ControlAnswer, status: ControlStatus, context: DetailsContext): string {
  const { control, because, findings } = answer;
  return [
    firstLine(status),
    line('Why', because === '' ? control.notApplicable : because),
    ...attestedLine(answer),
    ...(control.wanted === '' ? [] : [line('The control wants', control.wanted)]),
    ...findings.flatMap((finding) => findingLines(finding, context)),
    ...hostLines(context),
  ].join('\n');
}

/** A person's word is never told as read. */
function attestedLine({ attested }: ControlAnswer): readonly string[] {
  if (attested?.effect !== 'answers') return [];
  const { status, updatedBy, updated, expires } = attested.attestation;
  return [line('Attested, not read', `${status} by ${updatedBy} on ${updated}, until ${expires}`)];
}

/** What every line begins with after the first, so that lines that a person added are told from them. */
export const OUR_WORDS: readonly string[] = [
  'Why',
  'Attested, not read',
  'The control wants',
  'Rule',
  'SHA-256 of the rule',
  'Sent',
  'Answered',
  'Expected',
  'Expected by',
  'Said',
  'Host',
  'ESXi',
  'Read through',
  'Account',
  'Clocks',
  'Scan',
  'Controls',
];

/** The first of them, which a template is asked for. */
export function firstLine(status: ControlStatus): string {
  return `Judged by esxcheck as ${status}`;
}

function findingLines(finding: Finding, { framework, rules }: DetailsContext): readonly string[] {
  const { rule, severity, evidence, observed, expected } = finding;
  const verdict = finding.waived === undefined ? finding.verdict : `${finding.waived.verdict}, waived`;
  const report = rules.get(rule);
  const read = verdict === 'unknown' || observed === null ? unreadText(finding) : valueText(observed);
  return [
    line('Rule', `${rule}, severity ${severity}: ${verdict}`),
    line('  SHA-256 of the rule', report?.hash ?? 'not known'),
    line('  Sent', evidence === undefined || evidence.reads.length === 0 ? 'not told' : evidence.reads.join('; ')),
    line('  Answered', read),
    line('  Expected', expected === null ? 'see the rule' : valueText(expected)),
    line('  Expected by', `${framework.name} ${framework.version} (${framework.publisher})`),
    line('  Said', finding.waived?.message ?? finding.message),
  ];
}

function unreadText({ reason, cause, observed }: Finding): string {
  const why = cause === undefined ? reason : `${cause.code}: ${cause.detail}`;
  const partly = observed === null ? '' : `; read of it: ${valueText(observed)}`;
  return why === null ? `nothing to show${partly}` : `not read (${why})${partly}`;
}

function valueText(value: Shown): string {
  const text = JSON.stringify(value);
  const left = text.length - LONGEST_VALUE;
  return left > 0 ? `${text.slice(0, LONGEST_VALUE)} (${left} more characters are in the document of the scan)` : text;
}

function hostLines({ scan, host, target, framework }: DetailsContext): readonly string[] {
  const { name, uuid, moid, version, build, serial } = host;
  return [
    line('Host', `${name}, UUID ${or(uuid)}, serial number ${or(serial)}, object ${moid}`),
    line('ESXi', `${or(version)} build ${or(build)}`),
    line('Read through', target === null ? host.target : targetText(target)),
    line('Account', or(target?.account)),
    line('Clocks', clockText(target)),
    line('Scan', `${scan.startedAt} to ${scan.finishedAt} by ${scan.tool.name} ${scan.tool.version}`),
    line('Controls', `${framework.title} ${framework.version}, from ${framework.source}`),
  ];
}

function targetText({ url, product, version, build, identity }: TargetReport): string {
  return `${url}, ${or(product)}, version ${or(version)} build ${or(build)}, identity ${or(identity)}`;
}

/** Difference and both times, as of the login. */
function clockText(target: TargetReport | null): string {
  if (target?.clock === undefined) return 'that of the server was not told';
  const { server, local } = target.clock;
  const ahead = (Date.parse(server) - Date.parse(local)) / 1000;
  const apart = Number.isFinite(ahead)
    ? `${Math.abs(ahead).toFixed(1)} s ${ahead < 0 ? 'behind' : 'ahead'}`
    : 'unclear';
  return `server ${server}, here ${local} at the login: ${apart}`;
}

function or(text: string | null | undefined): string {
  return text === null || text === undefined || text === '' ? 'not told' : text;
}

/** A text of one line under a word of ours. */
export function line(word: string, text: string | null): string {
  return `${word}: ${escapeControlCharacters(text ?? '')}`;
}
