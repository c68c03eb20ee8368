import { parseYaml, type YamlDocument } from '../yaml/document.ts';
import type { Mistake } from '../yaml/mistake.ts';
import { MAX_RULE_BYTES } from './rule-limits.ts';

/** Parses a rule file. Never throws; the mistakes are the answer then. */
export function parseRuleDocument(text: string, file: string): YamlDocument | readonly Mistake[] {
  return parseYaml(text, file, { noun: 'rule', maxBytes: MAX_RULE_BYTES });
}
