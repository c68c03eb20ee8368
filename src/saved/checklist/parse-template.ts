import type { ChecklistTemplate } from '../../model/checklist.ts';
import { templateInvalid } from './template-error.ts';
import { templateFromCkl } from './template-from-ckl.ts';
import { templateFromCklb } from './template-from-cklb.ts';

/** Characters; a checklist of the longest STIG has a tenth of it. */
const LONGEST = 32 * 1024 * 1024;

/**
 * Reads the text of a checklist that a person has, .cklb or .ckl, by its content. Throws TEMPLATE_INVALID, also for one in which a
 * rule or a STIG stands twice: nobody could tell which of the two speaks.
 */
export function parseTemplate(text: string): ChecklistTemplate {
  if (text.length > LONGEST) throw templateInvalid('The template is larger than any checklist.');
  const template = readBy(text.trimStart());
  for (const [index, { stigId }] of template.stigs.entries()) {
    const doubled = template.stigs.findIndex((stig) => stig.stigId === stigId) !== index;
    if (doubled) throw templateInvalid(`The template has the STIG ${JSON.stringify(stigId.slice(0, 80))} twice.`);
  }
  for (const { rules } of template.stigs) requireOnce(rules);
  return template;
}

function readBy(text: string): ChecklistTemplate {
  if (text.startsWith('{')) return templateFromCklb(text);
  if (text.startsWith('<')) return templateFromCkl(text);
  throw templateInvalid('The template is neither a .cklb nor a .ckl.');
}

function requireOnce(rules: ChecklistTemplate['stigs'][number]['rules']): void {
  const seen = new Set<string>();
  for (const { vulnId } of rules) {
    if (seen.has(vulnId)) throw templateInvalid(`The template has the rule ${vulnId} twice.`);
    seen.add(vulnId);
  }
}
