import type {
  Checklist,
  ChecklistItem,
  ChecklistPart,
  ChecklistTemplate,
  TemplateRule,
  TemplateStig,
} from '../model/checklist.ts';
import type { Control, ControlStatus } from '../model/framework.ts';
import { OURS } from './checklists.ts';
import { line, statusInDetails } from './item-details.ts';

/**
 * The checklist in the words of a template, in the template's order. What a person wrote there is kept where `isTheirs`, the
 * template being this very host's, for rules of the same revision: what they opened stays open, what they closed and we read as
 * a failure is open. A rule of another revision is not reviewed.
 */
export function withTemplate(checklist: Checklist, template: ChecklistTemplate, isTheirs: boolean): Checklist {
  const stigs = new Map(template.stigs.map((stig) => [stig.stigId, stig]));
  const parts = checklist.parts.map((part) => {
    const stig = stigs.get(part.framework.benchmark?.id ?? '');
    return stig === undefined ? part : partWith(part, stig, isTheirs);
  });
  return { ...checklist, parts };
}

function partWith(part: ChecklistPart, stig: TemplateStig, isTheirs: boolean): ChecklistPart {
  const ours = new Map(part.items.map((item) => [item.control.vulnId ?? '', item]));
  const known = new Set(stig.rules.map(({ vulnId }) => vulnId));
  const items = stig.rules.map((rule) => {
    const item = ours.get(rule.vulnId);
    if (item === undefined) return foreignItem(rule, isTheirs);
    return sameRevision(item.control, rule) ? merged(item, rule, isTheirs) : revised(item, rule);
  });
  const left = part.items.filter(({ control }) => !known.has(control.vulnId ?? ''));
  return { ...part, texts: stig.texts, items: [...items, ...left] };
}

/** Whether a rule of a template is the very text that our data was made from. */
export function sameRevision({ ruleId }: Control, rule: TemplateRule): boolean {
  return ruleId?.replace(/_rule$/, '') === rule.ruleId;
}

function merged(item: ChecklistItem, rule: TemplateRule, isTheirs: boolean): ChecklistItem {
  if (!isTheirs) return { ...item, texts: rule.texts };
  const theirs = personStatus(rule);
  const status = theirs === null ? item.status : mergedStatus(item.status, theirs);
  const said = theirs === null ? [] : [line('A person had said', `${theirs}; ${mergedWords(item.status, theirs)}`)];
  return {
    ...item,
    status,
    details: [item.details, ...said, ...keptDetails(rule)].join('\n'),
    comments: [...personComments(rule), item.comments].filter((text) => text !== '').join('\n'),
    override: rule.override,
    texts: rule.texts,
  };
}

/** Null where the status is the one that we gave, or where nobody has looked. */
function personStatus({ status, details }: TemplateRule): ControlStatus | null {
  return status === 'not_reviewed' || statusInDetails(details) === status ? null : status;
}

/** What is open for either is open; what we could not answer is as the person left it. */
function mergedStatus(ours: ControlStatus, theirs: ControlStatus): ControlStatus {
  return ours === 'open' ? 'open' : theirs;
}

function mergedWords(ours: ControlStatus, theirs: ControlStatus): string {
  if (ours === theirs) return 'esxcheck says the same';
  if (ours === 'open') return 'esxcheck read a failure, so it is open again';
  if (theirs === 'open') return 'what a person opened is not closed by esxcheck';
  return `it is kept, and esxcheck itself says ${ours}`;
}

const KEPT = 'Written by a person:';

/** The finding details of a person: all of them, or what stands in ours under that heading. */
function keptDetails({ details }: TemplateRule): readonly string[] {
  const lines = details.split('\n');
  const start = statusInDetails(details) === null ? 0 : lines.indexOf(KEPT) + 1;
  const theirs = statusInDetails(details) !== null && start === 0 ? [] : lines.slice(start);
  return theirs.every((text) => text.trim() === '') ? [] : [KEPT, ...theirs];
}

/** Without what we wrote there ourselves. */
function personComments({ comments }: TemplateRule): readonly string[] {
  const lines = comments.split('\n').filter((text) => !text.startsWith(OURS));
  return lines.every((text) => text.trim() === '') ? [] : lines;
}

/** A rule of the benchmark of which our data has another revision: what was read answers another text. */
function revised(item: ChecklistItem, rule: TemplateRule): ChecklistItem {
  const because = `The template has the revision ${rule.ruleId}, and esxcheck judges ${item.control.ruleId ?? 'none'}.`;
  return { ...unjudged(rule, because), control: controlOf(rule, item.control) };
}

/** A rule that our data does not have; what the person said of their own host is theirs alone. */
function foreignItem(rule: TemplateRule, isTheirs: boolean): ChecklistItem {
  const item = { ...unjudged(rule, 'esxcheck has no data on this rule.'), control: controlOf(rule, null) };
  if (!isTheirs) return item;
  return {
    ...item,
    status: personStatus(rule) ?? 'not_reviewed',
    details: [item.details, ...keptDetails(rule)].join('\n'),
    comments: personComments(rule).join('\n'),
    override: rule.override,
  };
}

function unjudged(rule: TemplateRule, because: string): Omit<ChecklistItem, 'control'> {
  return {
    status: 'not_reviewed',
    severity: rule.severity,
    because,
    details: ['Judged by esxcheck as not_reviewed', line('Why', because)].join('\n'),
    comments: '',
    waivers: [],
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
