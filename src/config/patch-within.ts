import type { Config } from './parse-config.ts';

/** Days that a config gives people to install the fix of an advisory; null: it says nothing of that. */
export function patchWithinOf({ sections }: Pick<Config, 'sections'>): number | null {
  return sections.patchWithin === undefined ? null : Number.parseInt(sections.patchWithin, 10);
}
