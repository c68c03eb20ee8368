import type { Finding } from '../../../src/model/finding.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import { kernelTexts } from '../../text/kernel-values.ts';
import type { Page } from '../../text/page.ts';
import { VERDICT_TONES } from '../../text/paint.ts';
import { dayAndTime } from '../../text/title.ts';
import { labelled, list, plain, type Span, strong } from '../../text/wrap.ts';
import type { Judged } from '../order.ts';
import { verdictWord } from '../../text/verdict-words.ts';

const LABEL = 16;

/** One host completely: who it is, its kernel values, and every finding with what was observed and expected. */
export function* oneHostText(scan: Scan, judged: readonly Judged[], page: Page): Iterable<string> {
  const [host] = scan.hosts;
  if (host === undefined) return;
  yield '\n';
  for (const [label, value] of factsOf(host)) {
    if (value !== null) yield labelled({ text: label.padEnd(LABEL), tone: 'strong' }, [plain(value)], page);
  }
  yield list('Kernel settings', kernelItems(host), page);
  yield list(
    'Findings',
    judged.map(({ finding }) => findingSpans(finding)),
    page,
  );
}

function factsOf(host: ScannedHost): readonly (readonly [string, string | null])[] {
  const { version, build, release, vendor, model, bootTime, connectionState, inMaintenanceMode, trouble } = host;
  const state = [connectionState ?? 'connection not known', maintenanceText(inMaintenanceMode)];
  return [
    ['Host', harmlessOr(host.name, '?')],
    ['Cluster', harmlessOr(host.cluster, 'none')],
    [
      'Release',
      `${texts(['ESXi', version, 'build', build])}${release === null ? ', not in the catalog' : ` (${escapeControlCharacters(release)})`}`,
    ],
    ['Hardware', texts([vendor, model])],
    ['Processor', harmlessOr(host.cpuModel, '?')],
    ['Serial number', harmlessOr(host.serial, '?')],
    ['BIOS', texts([host.biosVersion, host.biosReleaseDate?.slice(0, 10) ?? null])],
    ['Booted', bootTime === null ? '?' : dayAndTime(bootTime)],
    ['State', state.filter((part) => part !== '').join(', ')],
    ['Trouble', trouble === null ? null : escapeControlCharacters(`${trouble.code}: ${trouble.detail}`)],
  ];
}

function texts(parts: readonly (string | null)[]): string {
  return parts.map((part) => harmlessOr(part, '?')).join(' ');
}

function maintenanceText(inMaintenanceMode: boolean | null): string {
  if (inMaintenanceMode === null) return 'maintenance mode not known';
  return inMaintenanceMode ? 'in maintenance mode' : '';
}

/** `iovDisableIR  Def:TRUE Con:FALSE Run:FALSE` */
function kernelItems({ kernel }: ScannedHost): Span[][] {
  return [...kernel].map(([name, reading]) => {
    if (reading.kind === 'absent')
      return [strong(escapeControlCharacters(name)), plain('the release does not have it')];
    const { default: byDefault, configured, runtime } = kernelTexts(reading);
    return [strong(escapeControlCharacters(name)), plain(`Def:${byDefault} Con:${configured} Run:${runtime}`)];
  });
}

function findingSpans({ verdict, severity, rule, state, message, notes, evidence }: Finding): Span[] {
  const controls = evidence?.controls ?? [];
  const said = [message, ...notes.map(({ text, reference }) => (reference === null ? text : `${text} (${reference})`))];
  return [
    { text: verdictWord(verdict), tone: VERDICT_TONES[verdict] },
    plain(severity),
    strong(escapeControlCharacters(rule)),
    ...(controls.length === 0 ? [] : [plain(escapeControlCharacters(`[${controls.join(', ')}]`))]),
    ...(state === null || state === 'compliant' || state === 'unknown' ? [] : [plain(`(${state})`)]),
    plain(escapeControlCharacters(said.join(' '))),
  ];
}
