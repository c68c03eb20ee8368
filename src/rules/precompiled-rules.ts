import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RuleFile } from './schema/rule-schema.ts';

/**
 * Rule files as they were parsed when the program was built, by the SHA-256 of their bytes: a scan then needs neither a YAML
 * parser nor a schema. A file of which a single byte was changed since is not among them.
 */
export type PrecompiledRules = ReadonlyMap<string, RuleFile>;

/** Beside the compiled code; where the program runs from its sources there is none. */
export const PRECOMPILED_RULES = fileURLToPath(new URL('../../parsed-rules.json', import.meta.url));

/** What the build left; nothing where it left nothing. */
export function readPrecompiledRules(file = PRECOMPILED_RULES): PrecompiledRules {
  if (!existsSync(file)) return new Map();
  return new Map(JSON.parse(readFileSync(file, 'utf8')) as readonly (readonly [string, RuleFile])[]);
}

export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Far more than a rule file needs, far less than hurts. */
export const MAX_RULE_BYTES = 65_536;
