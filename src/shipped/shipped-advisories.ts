import { readFileSync } from 'node:fs';
import type { AdvisoryFile } from '../advisories/advisory-file.ts';
import { shippedPath } from './installation.ts';

let read: AdvisoryFile | null = null;

/** The advisories that come with the program, which its tests hold against their schema. */
export function shippedAdvisories(): AdvisoryFile {
  read ??= JSON.parse(readFileSync(shippedPath('rules', 'catalog', 'advisories.json'), 'utf8')) as AdvisoryFile;
  return read;
}
