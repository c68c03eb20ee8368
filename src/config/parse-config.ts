import type { z } from 'zod';
import type { Waiver } from '../model/waiver.ts';
import { parseYaml, type YamlDocument } from '../yaml/document.ts';
import { describeIssue, locate } from '../yaml/schema-issue.ts';
import type { Diagnostic } from '../yaml/diagnostic.ts';
import { type ConfigFile, configSchema, keyHelp } from './config-schema.ts';
import { fittingParts } from './fitting-parts.ts';

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
  const document = documentOf(text, file);
  if (!('value' in document)) return document;
  const fitted = configSchema.safeParse(document.value);
  if (!fitted.success) return mistakesIn(document, fitted.error);
  return { file, sections: fitted.data, waivers: waiversOf(fitted.data, document), document };
}

/** A config as far as it can be read, and what is wrong with the rest. */
export interface PartialConfig {
  /** Null where nothing can be read. */
  readonly config: Config | null;
  readonly mistakes: readonly Diagnostic[];
}

/** Parses a config file as `parseConfig`, and keeps the parts that fit beside those that do not: for whoever checks it. */
export function parseConfigParts(text: string, file: string): PartialConfig {
  const document = documentOf(text, file);
  if (!('value' in document)) return { config: null, mistakes: document };
  const fitted = configSchema.safeParse(document.value);
  const parts = fittingParts(configSchema, document);
  const mistakes = fitted.success ? [] : mistakesIn(document, fitted.error);
  if (parts === null) return { config: null, mistakes };
  const waivers = waiversOf(parts.value, parts.document);
  return { config: { file, sections: parts.value, waivers, document: parts.document }, mistakes };
}

function documentOf(text: string, file: string): YamlDocument | readonly Diagnostic[] {
  const broken = text.slice(0, MAX_CONFIG_BYTES).indexOf('\uFFFD');
  // What reads files puts this character where there is no UTF-8.
  if (broken !== -1) return [{ file, ...placeIn(text, broken), text: 'UTF-8 text was expected' }];
  return parseYaml(text, file, { noun: 'config', maxBytes: MAX_CONFIG_BYTES });
}

function mistakesIn(document: YamlDocument, { issues }: z.ZodError): readonly Diagnostic[] {
  return locate(
    document,
    issues.flatMap(describeIssue).map((issue) => ({ ...issue, next: keyHelp(issue.path) })),
  );
}

function placeIn(text: string, offset: number): Pick<Diagnostic, 'line' | 'column'> {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function waiversOf({ waivers = [] }: ConfigFile, document: Config['document']): readonly Waiver[] {
  return waivers.map(({ rule, host, cluster, datacenter, target, reason, owner, ticket, expires, ...rest }, index) => {
    const { file, line } = document.diagnosticAt(['waivers', index], '');
    const labels = { folder: rest.folder ?? null, tag: rest.tag ?? null, attribute: rest.attribute ?? null };
    const asked = Object.entries(labels).filter(([, each]) => each !== null);
    const place = { datacenter: datacenter ?? null, target: target ?? null, ...Object.fromEntries(asked) };
    const scope = { host: host ?? null, cluster: cluster ?? null, ...place };
    const evidence = { approvedBy: rest.approvedBy ?? null, poam: rest.poam ?? null };
    const said = { reason, owner, ticket: ticket ?? null, ...evidence, expires };
    return { rule, ...scope, ...said, place: `${file}:${line}` };
  });
}
