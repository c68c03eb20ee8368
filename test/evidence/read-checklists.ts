import { SaxesParser } from 'saxes';
import { HOST_REPORTERS } from '../../reports/checklist.ts';
import type { Checklist } from '../../src/model/checklist.ts';

/** The text of a checklist in a format. */
export function renderedChecklist(name: string, checklist: Checklist): string {
  const reporter = HOST_REPORTERS.find((one) => one.name === name);
  if (reporter === undefined) throw new Error(`No reporter ${name}`);
  return [...reporter.render(checklist)].join('');
}

interface Cklb {
  readonly stigs: readonly { readonly rules: readonly { readonly rule_version: string; readonly status: string }[] }[];
}

interface Hdf {
  readonly profiles: readonly {
    readonly controls: readonly {
      readonly tags: { readonly stig_id: string };
      readonly impact: number;
      readonly results: readonly { readonly status: string }[];
      readonly waiver_data?: { readonly skipped_due_to_waiver: boolean };
    }[];
  }[];
}

/** What a reader of the format takes each control for, by the id of the control, in words of cklb. */
export function statusesIn(name: string, text: string): Readonly<Record<string, string>> {
  if (name === 'cklb') {
    const rules = (JSON.parse(text) as Cklb).stigs.flatMap((stig) => stig.rules);
    return Object.fromEntries(rules.map((rule) => [rule.rule_version, rule.status]));
  }
  if (name === 'hdf') {
    const controls = (JSON.parse(text) as Hdf).profiles.flatMap((profile) => profile.controls);
    return Object.fromEntries(controls.map((control) => [control.tags.stig_id, statusOfHdf(control)]));
  }
  return Object.fromEntries(vulnsIn(text).map((vuln) => [vuln.get('Rule_Ver'), CKL[vuln.get('STATUS') ?? '']]));
}

/** As its readers add up results: one that passed closes a control whatever else was skipped. */
function statusOfHdf({ impact, results, waiver_data: waiver }: Hdf['profiles'][number]['controls'][number]): string {
  const all = results.map(({ status }) => status);
  if (all.includes('error')) return 'error';
  if (impact === 0 || waiver?.skipped_due_to_waiver === true) return 'not_applicable';
  if (all.includes('failed')) return 'open';
  return all.includes('passed') ? 'not_a_finding' : 'not_reviewed';
}

const CKL: Readonly<Record<string, string>> = {
  Open: 'open',
  NotAFinding: 'not_a_finding',
  Not_Applicable: 'not_applicable',
  Not_Reviewed: 'not_reviewed',
};

/** Attributes and other elements of each VULN of a .ckl, by name. Throws where it is not well-formed. */
export function vulnsIn(text: string): readonly ReadonlyMap<string, string>[] {
  const vulns: Map<string, string>[] = [];
  let [name, value] = ['', ''];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (tag.name === 'VULN') vulns.push(new Map());
    value = '';
  });
  parser.on('text', (piece) => {
    value += piece;
  });
  parser.on('closetag', (tag) => {
    if (tag.name === 'VULN_ATTRIBUTE') name = value;
    else if (tag.name === 'ATTRIBUTE_DATA') vulns.at(-1)?.set(name, value);
    else if (vulns.length > 0 && !vulns.at(-1)?.has(tag.name)) vulns.at(-1)?.set(tag.name, value);
  });
  parser.write(text).close();
  return vulns;
}
