import { remarksOn } from '../../src/model/erratum.ts';
import { type Finding, VERDICTS } from '../../src/model/finding.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan, TargetReport } from '../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { byLowerCaseName, kernelLine } from '../text/kernel-values.ts';
import { namedApart } from '../text/title.ts';
import { changeText } from './change-words.ts';
import { type Judged, worstFirst } from './order.ts';
import { isShownIn, viewOf } from './view.ts';

/** One record a line: kernel values, findings worst first (without not-applicable), targets in error, the counts. */
export const lines: Reporter<Scan> = {
  name: 'lines',
  description: 'One line a kernel value and a finding, to grep: NAME (BUILD) -> Def:X-Con:Y-Run:Z.',
  extensions: ['.lines', '.log'],
  takesView: true,
  *render(scan, options) {
    for (const line of recordsOf(scan, isShownIn(viewOf(options)))) yield `${line}\n`;
  },
};

function* recordsOf(given: Scan, isShown: (finding: Finding) => boolean): Iterable<string> {
  const scan = namedApart(given);
  yield* kernelLines(scan);
  for (const judged of worstFirst(scan)) {
    if (judged.finding.verdict !== 'not-applicable' && isShown(judged.finding)) yield findingLine(judged);
  }
  yield* changeLines(scan);
  for (const target of scan.targets) if (target.error !== null) yield targetErrorLine(target);
  for (const remark of remarksOn(scan)) yield `remark ${escapeControlCharacters(remark)}`;
  yield summaryLine(scan);
}

/** `changed NAME (BUILD) -> what`, where the scan was compared with an earlier one. */
function* changeLines({ since, hosts }: Scan): Iterable<string> {
  const known = new Map(hosts.map((host) => [host.id, host]));
  for (const { host, changes } of since?.changed ?? []) {
    const { name = '', build = null } = known.get(host) ?? {};
    yield `changed ${harmlessOr(name, '?')} (${harmlessOr(build, '?')}) -> ${changes.map(changeText).join('; ')}`;
  }
}

/** The setting is named only where there is more than one, so that one setting reads as `kernel NAME` prints it. */
function* kernelLines({ hosts }: Scan): Iterable<string> {
  const settings = [...new Set(hosts.flatMap((host) => [...host.kernel.keys()]))].sort();
  for (const setting of settings) {
    const prefix = settings.length > 1 ? `${escapeControlCharacters(setting)}: ` : '';
    for (const host of byLowerCaseName(hosts.filter(({ kernel }) => kernel.has(setting)))) {
      yield prefix + kernelLine(host, setting);
    }
  }
}

/** `VERDICT SEVERITY RULE STATE NAME (BUILD) -> message [reason]`: the fields before the name never hold a blank. */
function findingLine({ finding, host }: Judged): string {
  const { verdict, severity, rule, state, message, reason } = finding;
  const fields = [verdict, severity, escapeControlCharacters(rule), state ?? '-'].join(' ');
  const name = `${harmlessOr(host.name, '?')} (${harmlessOr(host.build, '?')})`;
  const ending = reason === null ? '' : ` [${escapeControlCharacters(reason)}]`;
  return `${fields} ${name} -> ${escapeControlCharacters(message)}${ending}`;
}

/** `error URL CODE -> message`, for a target that could not be asked. */
function targetErrorLine({ url, error }: TargetReport): string {
  if (error === null) return '';
  return `error ${escapeControlCharacters(url)} ${escapeControlCharacters(error.code)} -> ${escapeControlCharacters(error.message)}`;
}

/** `summary hosts=14 unreachable=2 fail=4 ...`, every verdict, in the order of VERDICTS. */
function summaryLine({ summary }: Scan): string {
  const counts = VERDICTS.map((verdict) => `${verdict}=${summary.findings[verdict]}`);
  return ['summary', `hosts=${summary.hosts}`, `unreachable=${summary.unreachable}`, ...counts].join(' ');
}
