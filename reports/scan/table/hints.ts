import type { Scan } from '../../../src/model/scan.ts';
import { type ScanView, WHOLE_VIEW } from '../../../src/model/scan-view.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import { counted, plain, someOf, type Span, strong } from '../../text/wrap.ts';
import type { Judged } from '../order.ts';
import { mayNotStayRight } from '../result.ts';
import { notesOf } from './notes.ts';

const NAMED = 5;

/** Commands and flags that lead further, for terminals alone; what to do on the hosts stands above them. */
export function hintsOf(scan: Scan, judged: readonly Judged[], view: ScanView = WHOLE_VIEW): Span[][] {
  return [
    ...patchHint(judged),
    ...planHint(scan, judged),
    ...detailsHint(scan, view),
    ...whyHint(judged),
    ...kernelHint(scan),
  ];
}

/** Whoever patches these hosts must look before they carry work again. */
function patchHint(judged: readonly Judged[]): Span[][] {
  const open = judged.filter(({ finding }) => mayNotStayRight(finding));
  const names = [...new Map(open.map(({ host: { id, name } }) => [id, harmlessOr(name, '?')])).values()];
  if (names.length === 0) return [];
  const text = `after the patch, before it leaves maintenance mode: ${counted(names.length, 'host')} may not stay compliant (${someOf(names, NAMED)})`;
  return [[strong('esxcheck gate HOST'), plain(text)]];
}

/** A plan of packs other than hpe must be asked for, and so must a profile. */
function planHint(scan: Scan, judged: readonly Judged[]): Span[][] {
  const { rules } = scan;
  const remediable = new Set(judged.flatMap(({ finding }) => (finding.remedy === null ? [] : [finding.rule])));
  if (remediable.size === 0) return [];
  const byFramework = frameworkHint(scan, remediable);
  if (byFramework !== null) return byFramework;
  const packs = [...new Set([...remediable].map(packOf))];
  const named = packs.length === 1 && packs[0] === 'hpe' ? [] : packs.map((pack) => ` --pack ${pack}`);
  const profile = rules.find((rule) => rule.profile !== null && remediable.has(rule.id))?.profile ?? null;
  const asked = [...named, ...(profile === null ? [] : [` --profile ${escapeControlCharacters(profile)}`])].join('');
  return [
    [strong(`esxcheck plan${asked} --output plan.json`), plain('writes down what would fix it; it changes nothing')],
  ];
}

/** The values of a framework are planned by its name alone, and one kind at a time; null where none was chosen. */
function frameworkHint({ frameworks = [], rules }: Scan, remediable: ReadonlySet<string>): Span[][] | null {
  const [first] = frameworks;
  if (first === undefined) return null;
  const own = frameworks.filter(({ family }) => family === first.family).map(({ name }) => ` --framework ${name}`);
  const plain = rules.some(({ id, controls }) => controls === undefined && remediable.has(id));
  const others = own.length < frameworks.length || plain ? '; others are planned by themselves' : '';
  const text = `writes down what would fix it by its values; it changes nothing${others}`;
  return [
    [strong(`esxcheck plan${own.map(escapeControlCharacters).join('')} --output plan.json`), { text, tone: 'plain' }],
  ];
}

function detailsHint(scan: Scan, { details }: ScanView): Span[][] {
  if (scan.findings.length === 0 || details || scan.hosts.length < 2) return [];
  const notes = notesOf(scan).length;
  const besides = notes === 0 ? '' : ` and ${counted(notes, 'note')}`;
  return [
    [
      strong('--details'),
      plain(`lists every host${besides};`),
      strong('--by host'),
      plain('turns it round;'),
      strong('--host NAME'),
      plain('shows one host completely'),
    ],
  ];
}

function whyHint(judged: readonly Judged[]): Span[][] {
  const first = judged.find(({ finding }) => finding.verdict === 'fail');
  if (first === undefined) return [];
  return [
    [strong(`esxcheck rules show ${escapeControlCharacters(first.finding.rule)}`), plain('tells why, with references')],
  ];
}

function kernelHint({ hosts }: Scan): Span[][] {
  const [name] = [...new Set(hosts.flatMap(({ kernel }) => [...kernel.keys()]))].toSorted();
  if (name === undefined) return [];
  return [[strong(`esxcheck kernel ${escapeControlCharacters(name)}`), plain('lists its values on every host')]];
}

function packOf(rule: string): string {
  return escapeControlCharacters(rule.split('/')[0] ?? rule);
}
