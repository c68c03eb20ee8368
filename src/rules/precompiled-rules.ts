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

/** What the build left: rule files by the hash of their bytes, and the rules of a data file by the hash of its bytes. */
interface Precompiled {
  readonly files: readonly (readonly [string, RuleFile])[];
  readonly made: readonly (readonly [string, readonly RuleFile[]])[];
}

/** The rule files that the build parsed; none where it left nothing. */
export function readPrecompiledRules(file = PRECOMPILED_RULES): PrecompiledRules {
  return new Map(precompiled(file).files);
}

/** The rules that the build made of a data file of exactly these bytes; null where it made none. */
export function madeAhead(data: Uint8Array, file = PRECOMPILED_RULES): readonly RuleFile[] | null {
  const { made } = precompiled(file);
  const hash = made.length === 0 ? '' : hashOfBytes(data);
  return made.find(([key]) => key === hash)?.[1] ?? null;
}

const read = new Map<string, Precompiled>();

function precompiled(file: string): Precompiled {
  const known = read.get(file) ?? (existsSync(file) ? parsed(file) : { files: [], made: [] });
  read.set(file, known);
  return known;
}

function parsed(file: string): Precompiled {
  return JSON.parse(readFileSync(file, 'utf8')) as Precompiled;
}

export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Far more than a rule file needs, far less than hurts. */
export const MAX_RULE_BYTES = 65_536;
