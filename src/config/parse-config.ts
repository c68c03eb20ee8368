import type { Waiver } from '../model/waiver.ts';
import { parseYaml, type YamlDocument } from '../yaml/document.ts';
import { describeIssue, locate } from '../yaml/schema-issue.ts';
import type { Diagnostic } from '../yaml/diagnostic.ts';
import { type ConfigFile, configSchema } from './config-schema.ts';

/** A config file that fits its schema. */
export interface Config {
  readonly file: string;
  readonly sections: ConfigFile;
  readonly waivers: readonly Waiver[];
  /** For what turns out wrong only when the rules are known. */
  readonly document: Pick<YamlDocument, 'diagnosticAt' | 'diagnosticAtKey' | 'keysAt'>;
}

/** More than a thousand waivers; a hostile file of this size costs seconds, not minutes. */
const MAX_CONFIG_BYTES = 262_144;

/** Parses and checks a config file. Pure and never throws: whatever is wrong comes back as mistakes. */
export function parseConfig(text: string, file: string): Config | readonly Diagnostic[] {
  const broken = text.slice(0, MAX_CONFIG_BYTES).indexOf('\uFFFD');
  // What reads files puts this character where there is no UTF-8.
  if (broken !== -1) return [{ file, ...placeIn(text, broken), text: 'UTF-8 text was expected' }];
  const document = parseYaml(text, file, { noun: 'config', maxBytes: MAX_CONFIG_BYTES });
  if (!('value' in document)) return document;
  const fitted = configSchema.safeParse(document.value);
  if (!fitted.success) return locate(document, fitted.error.issues.flatMap(describeIssue));
  return { file, sections: fitted.data, waivers: waiversOf(fitted.data, document), document };
}

function placeIn(text: string, offset: number): Pick<Diagnostic, 'line' | 'column'> {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function waiversOf({ waivers = [] }: ConfigFile, document: YamlDocument): readonly Waiver[] {
  return waivers.map(({ rule, host, cluster, datacenter, target, reason, owner, ticket, expires }, index) => {
    const { file, line } = document.diagnosticAt(['waivers', index], '');
    const place = { datacenter: datacenter ?? null, target: target ?? null };
    const scope = { host: host ?? null, cluster: cluster ?? null, ...place };
    return { rule, ...scope, reason, owner, ticket: ticket ?? null, expires, place: `${file}:${line}` };
  });
}
