import { readFileSync } from 'node:fs';
import type { AdvisoryFile } from '../advisories/advisory-file.ts';
import { advisoryRules } from '../advisories/advisory-rules.ts';
import { madeAhead } from '../rules/precompiled-rules.ts';
import type { RuleFile } from '../rules/schema/rule-schema.ts';
import { shippedPath } from './installation.ts';

let bytes: Uint8Array | null = null;
let read: AdvisoryFile | null = null;
let made: readonly RuleFile[] | null = null;

/** The advisories that come with the program, which its tests hold against their schema. */
export function shippedAdvisories(): AdvisoryFile {
  read ??= JSON.parse(Buffer.from(bytesOfAdvisories()).toString('utf8')) as AdvisoryFile;
  return read;
}

/** Their rules: made when the program was built, or now where the file is not the one of then. */
export function shippedAdvisoryRules(): readonly RuleFile[] {
  made ??= madeAhead(bytesOfAdvisories()) ?? advisoryRules(shippedAdvisories());
  return made;
}

function bytesOfAdvisories(): Uint8Array {
  bytes ??= readFileSync(shippedPath('rules', 'catalog', 'advisories.json'));
  return bytes;
}
