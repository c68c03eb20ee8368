import { type Diagnostic } from '../../src/yaml/diagnostic.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';

/** A rule that nothing is wrong with, line by line. */
export const GOOD = `id: test/good
title: Hosts have maxVMs 10
severity: low
because: of the test
appliesTo:
  host.vendor: { equals: HP }
check:
  kernelSetting: { name: maxVMs, equals: 10 }
remedy:
  kernelSetting: { name: maxVMs, value: 10 }
examples:
  - facts: { host.vendor: HP, kernel.maxVMs: { default: 5, configured: 10, runtime: 10 } }
    verdict: pass
  - facts: { host.vendor: HP, kernel.maxVMs: { default: 5, configured: 5, runtime: 5 } }
    verdict: fail
`;

/** The good rule with one text in the place of another. */
export function changed(from: string | RegExp, to: string): string {
  const text = GOOD.replace(from, to);
  if (text === GOOD) throw new Error(`nothing to change: ${from}`);
  return text;
}

export function mistakesIn(text: string): readonly Diagnostic[] {
  const parsed = parseRule({ file: 'f.yaml', id: 'test/good', text });
  return 'mistakes' in parsed ? parsed.mistakes : [];
}

/** `line:column text` of each mistake. */
export function saidOf(text: string): readonly string[] {
  return mistakesIn(text).map(({ line, column, text }) => `${line}:${column} ${text}`);
}
