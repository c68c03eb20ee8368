import { type ConfiguredRules, configureRules, type ConfigScope } from '../../src/config/configure-rules.ts';
import { type Config, parseConfig } from '../../src/config/parse-config.ts';
import { type LoadedRule, loadRules } from '../../src/rules/load.ts';
import type { Diagnostic } from '../../src/yaml/diagnostic.ts';

/** A config that nothing is wrong with, line by line. */
export const GOOD = `packs: [hpe, vic]
rules:
  hpe/gen8-interrupt-remapping: { severity: high }
clusters:
  Lab-*: { packs: [hpe] }
waivers:
  - rule: hpe/*
    host: esx-0*.example
    cluster: Lab
    reason: waits for new hardware
    owner: jane@example.com
    ticket: CHG0042
    expires: 2027-03-31
`;

/** The good config with one text in the place of another. */
export function changed(from: string | RegExp, to: string): string {
  const text = GOOD.replace(from, to);
  if (text === GOOD) throw new Error(`nothing to change: ${from}`);
  return text;
}

/** `line:column text` of each mistake; none when there is none. */
export function saidOf(text: string): readonly string[] {
  const parsed = parseConfig(text, 'esxcheck.yaml');
  return 'sections' in parsed ? [] : said(parsed);
}

function said(mistakes: readonly Diagnostic[]): readonly string[] {
  return mistakes.map(({ line, column, text }) => `${line}:${column} ${text}`);
}

export function configOf(text: string): Config {
  const parsed = parseConfig(text, 'esxcheck.yaml');
  if ('sections' in parsed) return parsed;
  throw new Error(said(parsed).join('\n'));
}

let shipped: Promise<readonly LoadedRule[]> | undefined;

/** The shipped rules as a config wants them. */
export async function configured(
  text: string,
  heeded: ConfigScope = { packs: true, enabled: true, usual: null },
): Promise<ConfiguredRules> {
  const result = await tried(text, heeded);
  if (Array.isArray(result)) throw new Error(result.join('\n'));
  return result as ConfiguredRules;
}

/** What is wrong with a config once the shipped rules are known. */
export async function refusedBy(text: string): Promise<readonly string[]> {
  const result = await tried(text, { packs: true, enabled: true, usual: null });
  return 'rules' in result ? [] : result;
}

async function tried(text: string, heeded: ConfigScope): Promise<ConfiguredRules | readonly string[]> {
  shipped ??= loadRules('rules');
  const result = configureRules(await shipped, configOf(text), heeded);
  return 'mistakes' in result ? said(result.mistakes) : result;
}
