import { join } from 'node:path';
import { HOST_REPORTERS } from '../../reports/checklist.ts';
import { withTemplate } from '../evidence/apply-template.ts';
import { type ChecklistMaker, checklistMaker } from '../evidence/checklists.ts';
import { fitTemplate, type TemplateFit } from '../evidence/fit-template.ts';
import { hostFileNames } from '../evidence/host-file-names.ts';
import { writeFileWhole } from '../files/atomic-write.ts';
import { makeFolder } from '../files/folder.ts';
import type { Checklist, ChecklistTemplate, HostReporter } from '../model/checklist.ts';
import { EsxcheckError } from '../model/errors.ts';
import { CONTROL_STATUSES, type ControlStatus, type Framework } from '../model/framework.ts';
import type { Scan, ScannedHost } from '../model/scan.ts';

/** Where checklists go: one file, or a folder with a file a host. */
export interface ChecklistFile {
  readonly path: string;
  readonly isFolder: boolean;
  /** Null: cklb where a framework of the host is a STIG of DISA, else hdf. */
  readonly reporter: HostReporter | null;
}

/** What became of the hosts of a scan. */
export interface ChecklistTally {
  readonly files: number;
  /** Controls of all files. */
  readonly statuses: Readonly<Record<ControlStatus, number>>;
  /** Hosts without a file, since none of the frameworks of that format is for their release. */
  readonly leftOut: number;
  /** What must be known of the template. */
  readonly remarks: readonly string[];
}

/** Checklists of a scan in one format, before any is made. */
interface ChecklistSource {
  readonly scan: Scan;
  readonly template: ChecklistTemplate | null;
  readonly fit: TemplateFit | null;
  readonly reporter: HostReporter | null;
  readonly every: ChecklistMaker;
  readonly stigs: ChecklistMaker;
}

const [CKLB, , HDF] = HOST_REPORTERS;

/**
 * Writes the checklists of a scan, each whole and one after the other. Throws FRAMEWORK_NOT_JUDGED, CHECKLIST_WITHOUT_BENCHMARK,
 * what a template that does not fit throws, for one file also CHECKLIST_SEVERAL_HOSTS and CHECKLIST_NO_HOST, and FILE_NOT_WRITTEN.
 */
export async function writeChecklists(
  { path, isFolder, reporter }: ChecklistFile,
  scan: Scan,
  template: ChecklistTemplate | null,
): Promise<ChecklistTally> {
  const source = sourceOf(scan, reporter, template);
  if (!isFolder) {
    const [checklist, by] = onlyChecklist(source);
    await writeFileWhole(path, by.render(checklist));
    return tallyOf([checklist], source);
  }
  madeFolder(path);
  const names = hostFileNames(scan.hosts);
  const tally = new Tally();
  for (const host of scan.hosts) {
    const made = checklistOf(host, source);
    if (made === null) continue;
    const [checklist, by] = made;
    await writeFileWhole(join(path, `${names.get(host) ?? host.id}${by.extensions[0]}`), by.render(checklist));
    tally.count(checklist);
  }
  return tally.of(source);
}

/** The checklist of the only host as text, in pieces. Throws as `writeChecklists` does. */
export function renderChecklist(
  scan: Scan,
  reporter: HostReporter,
  template: ChecklistTemplate | null,
): { readonly pieces: Iterable<string>; readonly tally: ChecklistTally } {
  const source = sourceOf(scan, reporter, template);
  const [checklist, by] = onlyChecklist(source);
  return { pieces: by.render(checklist), tally: tallyOf([checklist], source) };
}

/** Throws FRAMEWORK_NOT_JUDGED and CHECKLIST_WITHOUT_BENCHMARK: what can be known before a host is read. */
export function requireFrameworks(
  frameworks: readonly Framework[] | undefined,
  reporter: HostReporter | null,
): readonly Framework[] {
  if (frameworks === undefined || frameworks.length === 0) {
    throw new EsxcheckError('FRAMEWORK_NOT_JUDGED', 'A checklist is of a framework, and the scan was judged by none.', {
      details: [
        'Scan with one: esxcheck scan --framework stig-esxi-8 …',
        'Or judge a snapshot anew: esxcheck evaluate SNAPSHOT --framework stig-esxi-8 …',
      ],
    });
  }
  if (reporter?.needsBenchmark !== true || frameworks.some(({ benchmark }) => benchmark !== null)) return frameworks;
  const names = frameworks.map(({ name }) => name).join(', ');
  throw new EsxcheckError(
    'CHECKLIST_WITHOUT_BENCHMARK',
    `There is no ${reporter.name} of ${names}: that format is for STIGs of DISA.`,
    {
      details: ['Take hdf instead: --output NAME.hdf.json, or --output FOLDER/ --format hdf.'],
    },
  );
}

function sourceOf(scan: Scan, reporter: HostReporter | null, template: ChecklistTemplate | null): ChecklistSource {
  const frameworks = requireFrameworks(scan.frameworks, reporter);
  const stigs = frameworks.filter(({ benchmark }) => benchmark !== null);
  return {
    scan,
    template,
    fit: template === null ? null : fitTemplate(template, frameworks, scan.hosts),
    reporter,
    every: checklistMaker(scan, frameworks),
    stigs: checklistMaker(scan, stigs),
  };
}

/** Null where none of the frameworks that the format takes is for the release of the host. */
function checklistOf(host: ScannedHost, source: ChecklistSource): readonly [Checklist, HostReporter] | null {
  const { reporter, every, stigs, template, fit } = source;
  const ofStigs = reporter === null || reporter.needsBenchmark ? stigs(host) : null;
  const by = reporter ?? (ofStigs === null ? HDF : CKLB);
  const made = by.needsBenchmark ? ofStigs : every(host);
  if (made === null) return null;
  return [template === null ? made : withTemplate(made, template, fit?.owner === host), by];
}

function onlyChecklist(source: ChecklistSource): readonly [Checklist, HostReporter] {
  const { hosts } = source.scan;
  const [host] = hosts;
  if (hosts.length > 1) {
    throw new EsxcheckError(
      'CHECKLIST_SEVERAL_HOSTS',
      `A checklist is of one host, and the scan has ${hosts.length}.`,
      {
        details: ['Give a folder, which gets a file for each: --output checklists/', 'Or scan one host alone.'],
      },
    );
  }
  const made = host === undefined ? null : checklistOf(host, source);
  if (made !== null) return made;
  const why = host === undefined ? 'the scan has no host' : 'its host is of a release that none of them is for';
  const names = (source.scan.frameworks ?? []).map(({ name }) => name).join(', ');
  throw new EsxcheckError('CHECKLIST_NO_HOST', `There is no checklist by ${names}: ${why}.`, {
    details: ['To see which framework is for which release, run: esxcheck rules frameworks'],
  });
}

function madeFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new EsxcheckError('FILE_NOT_WRITTEN', `The folder ${JSON.stringify(path)} cannot be made: ${why}.`, {
      cause: error,
    });
  }
}

class Tally {
  #files = 0;
  readonly #statuses = new Map<ControlStatus, number>();

  count({ parts }: Checklist): void {
    this.#files += 1;
    for (const { status } of parts.flatMap(({ items }) => items)) {
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    }
  }

  of(source: ChecklistSource): ChecklistTally {
    const { scan, fit } = source;
    const statuses = Object.fromEntries(CONTROL_STATUSES.map((status) => [status, this.#statuses.get(status) ?? 0]));
    return {
      files: this.#files,
      statuses: statuses as Record<ControlStatus, number>,
      leftOut: scan.hosts.length - this.#files,
      remarks: [...(fit?.remarks ?? []), ...withoutChecklist(source)],
    };
  }
}

/** Frameworks that a format for STIGs cannot hold, beside some that it can. */
function withoutChecklist({ scan: { frameworks = [] }, reporter }: ChecklistSource): readonly string[] {
  const stigs = new Set(frameworks.flatMap(({ benchmark, family }) => (benchmark === null ? [] : [family])));
  const missed = frameworks.filter(({ family }) => stigs.size > 0 && !stigs.has(family)).map(({ name }) => name);
  if (missed.length === 0 || reporter?.needsBenchmark === false) return [];
  return [`${missed.join(', ')}: not in these checklists, which are for STIGs of DISA; --format hdf holds them`];
}

function tallyOf(checklists: readonly Checklist[], source: ChecklistSource): ChecklistTally {
  const tally = new Tally();
  for (const checklist of checklists) tally.count(checklist);
  return tally.of(source);
}

/** `3 checklists: 12 open, 40 not a finding, 2 not applicable, 174 not reviewed`, and who has none. */
export function tallyWords({ files, statuses, leftOut }: ChecklistTally): string {
  const counts = [
    `${statuses.open} open`,
    `${statuses.not_a_finding} not a finding`,
    `${statuses.not_applicable} not applicable`,
    `${statuses.not_reviewed} not reviewed`,
  ];
  const left =
    leftOut === 0 ? '' : `; ${leftOut === 1 ? '1 host has' : `${leftOut} hosts have`} none, being of another release`;
  return `${files === 1 ? '1 checklist' : `${files} checklists`}: ${counts.join(', ')}${left}`;
}
