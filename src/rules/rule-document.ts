import { parseYaml, type YamlDocument } from '../yaml/document.ts';
import type { Mistake } from '../yaml/mistake.ts';

/** Far more than a rule needs, far less than hurts. */
export const MAX_RULE_BYTES = 65_536;

/** Parses a rule file. Never throws; the mistakes are the answer then. */
export function parseRuleDocument(text: string, file: string): YamlDocument | readonly Mistake[] {
  return parseYaml(text, file, { noun: 'rule', maxBytes: MAX_RULE_BYTES });
}
