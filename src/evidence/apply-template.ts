import type {
  Checklist,
  ChecklistItem,
  ChecklistPart,
  ChecklistTemplate,
  TemplateRule,
  TemplateStig,
} from '../model/checklist.ts';
import type { Control } from '../model/framework.ts';
import { firstLine, line } from './item-details.ts';
import { mergedStatus, namesakeLine, personComments, personDetails, personStatus, saidLine } from './person-words.ts';
import { mayBeNamesake } from './template-owner.ts';

/**
 * The checklist in the words of a template, in the template's order. What a person wrote there is kept where `isTheirs`, the
 * template being this very host's, for rules of the same revision: what they opened stays open, what they closed and we read as
 * a failure is open, and nothing is closed by them that could not be read. A rule of another revision is not reviewed.
 */
export function withTemplate(checklist: Checklist, template: ChecklistTemplate, isTheirs: boolean): Checklist {
  const stigs = new Map(template.stigs.map((stig) => [stig.stigId, stig]));
  const { host } = checklist;
  const trust = isTheirs ? { isNamesake: mayBeNamesake(template, host), isUnread: host.trouble !== null } : null;
  const parts = checklist.parts.map((part) => {
    const stig = stigs.get(part.framework.benchmark?.id ?? '');
    return stig === undefined ? part : partWith(part, stig, trust);
  });
  return { ...checklist, parts };
}

/** How far the words of a template count for a host that it is of. */
interface Trust {
  /** Whether the host may be another of that name: it told no UUID. */
  readonly isNamesake: boolean;
  /** Whether the host could not be read. */
  readonly isUnread: boolean;
}

/** Without trust the words of the benchmark alone are taken. */
function partWith(part: ChecklistPart, stig: TemplateStig, trust: Trust | null): ChecklistPart {
  const ours = new Map(part.items.map((item) => [item.control.vulnId ?? '', item]));
  const known = new Set(stig.rules.map(({ vulnId }) => vulnId));
  const items = stig.rules.map((rule) => {
    const item = ours.get(rule.vulnId);
    if (item === undefined) return foreignItem(rule, trust);
    return sameRevision(item.control, rule) ? merged(item, rule, trust) : revised(item, rule);
  });
  const left = part.items.filter(({ control }) => !known.has(control.vulnId ?? ''));
  return { ...part, texts: stig.texts, items: [...items, ...left] };
}

/** Whether a rule of a template is the very text that our data was made from. */
export function sameRevision({ ruleId }: Control, rule: TemplateRule): boolean {
  return ruleId?.replace(/_rule$/, '') === rule.ruleId;
}

function merged(item: ChecklistItem, rule: TemplateRule, trust: Trust | null): ChecklistItem {
  if (trust === null) return { ...item, texts: rule.texts };
  const { status, said } = decided(item, rule, trust);
  return {
    ...item,
    status,
    details: [item.details, ...said, ...personDetails(rule)].join('\n'),
    comments: [...personComments(rule), item.comments].filter((text) => text !== '').join('\n'),
    override: trust.isNamesake ? null : rule.override,
    texts: rule.texts,
  };
}

function decided({ status, isUnread }: ChecklistItem, rule: TemplateRule, trust: Trust) {
  const theirs = personStatus(rule);
  if (theirs === null) return { status, said: [] };
  if (trust.isNamesake && theirs !== 'open') return { status, said: [namesakeLine(theirs)] };
  const without = isUnread || trust.isUnread;
  return { status: mergedStatus(status, theirs, without), said: [saidLine(status, theirs, without)] };
}

/** A rule of the benchmark of which our data has another revision: what was read answers another text. */
function revised(item: ChecklistItem, rule: TemplateRule): ChecklistItem {
  const because = `The template has the revision ${rule.ruleId}, and esxcheck judges ${item.control.ruleId ?? 'none'}.`;
  return { ...unjudged(rule, because), control: controlOf(rule, item.control) };
}

/** A rule that our data does not have; what the person said of their own host is theirs alone. */
function foreignItem(rule: TemplateRule, trust: Trust | null): ChecklistItem {
  const item = { ...unjudged(rule, 'esxcheck has no data on this rule.'), control: controlOf(rule, null) };
  return merged(item, rule, trust);
}

function unjudged(rule: TemplateRule, because: string): Omit<ChecklistItem, 'control'> {
  return {
    status: 'not_reviewed',
    severity: rule.severity,
    because,
    details: [firstLine('not_reviewed'), line('Why', because)].join('\n'),
    comments: '',
    waivers: [],
    isUnread: false,
    attestation: null,
    override: null,
    texts: rule.texts,
  };
}

/** A control as the template has it: its numbers are those of the person's benchmark. */
function controlOf(rule: TemplateRule, known: Control | null): Control {
  return {
    id: rule.ruleVersion,
    vulnId: rule.vulnId,
    ruleId: `${rule.ruleId}_rule`,
    priority: known?.priority ?? '',
    severity: rule.severity,
    cci: rule.ccis,
    nist: known?.nist ?? [],
    pci: known?.pci ?? [],
    title: rule.texts.ruleTitle,
    wanted: '',
    coverage: 'manual',
    rules: [],
    look: null,
    notApplicable: null,
  };
}
