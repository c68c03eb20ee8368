import type { KindName } from '../checks/check-kind.ts';
import { CHECK_KINDS } from '../checks/index.ts';

/**
 * The first line of a rule file: editors that know it check the file as it is written.
 * `schema` is the path of the JSON Schema from the folder that the file lies in.
 */
export function schemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${schema}\n`;
}

/** A valid rule for people to change: every part has a comment, and its examples hold as it stands. */
export function startingRule(id: string, kind: KindName, schema: string): string {
  const { about, title, appliesTo = '{}', check, remedy, examples } = CHECK_KINDS[kind].example;
  const cases = examples.map(([facts, verdict]) => `  - facts: ${facts}\n    verdict: ${verdict}\n`);
  return `${schemaLine(schema)}
# The path of this file, PACK/NAME.yaml.
id: ${id}
# The wanted state: a sentence that is true on a compliant host.
title: ${title}
# critical, high, medium, low or info
severity: medium
# Why it matters, for whoever reads the finding.
because: >-
  Say here what goes wrong on a host that is not so.
# Articles, advisories and tickets. Ids of the rule in other catalogues go into a list of their own, "controls".
references: []
# Host facts that must all hold; else the rule is not-applicable. {} is every host.
appliesTo: ${appliesTo}

# What must be so. This kind is about ${about}.
# Several checks are joined with all, any and not.
check:
  ${check}

${remedyLines(remedy)}
# Facts, and the verdict that must come of them: at least one that passes and one that fails. What is not named is unread.
examples:
${cases.join('')}`;
}

function remedyLines(remedy: string | undefined): string {
  if (remedy === undefined) return '# No remedy: what fails is told, and people mend it.\n';
  return `# What would make the check pass; plans are made of it. Left out, what fails is only told.\nremedy:\n  ${remedy}\n`;
}
