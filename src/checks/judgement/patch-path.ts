import type { CertifiedModel, TargetRelease } from '../../model/catalog.ts';
import type { FindingNote } from '../../model/finding.ts';
import type { Host } from '../../model/host.ts';
import type { KernelSetting } from '../../model/kernel-setting.ts';
import { sameValue, valueTypeOf } from '../values/value.ts';

/** Whether a host can come to the target release by a patch at all, as far as versions and the certified models tell. */
export type PatchPath =
  | { readonly kind: 'open' | 'same-build' | 'older' }
  | { readonly kind: 'not-certified'; readonly certified: CertifiedModel };

/** What a host does not tell of itself closes no path. */
export function pathTo(target: TargetRelease, host: Host): PatchPath {
  if (host.build === target.build) return { kind: 'same-build' };
  if (host.version !== null && compareVersions(target.version, host.version) < 0) return { kind: 'older' };
  const certified = target.certified.find(({ model }) => isModel(host.model, model));
  const isBeyond = certified !== undefined && compareVersions(lineOf(target.version), lineIn(certified.highest)) > 0;
  return isBeyond ? { kind: 'not-certified', certified } : { kind: 'open' };
}

/** Remarks on the path that change no verdict. */
export function pathNotes(target: TargetRelease, host: Host): readonly FindingNote[] {
  const isLower =
    pathTo(target, host).kind === 'open' && host.build !== null && Number(target.build) < Number(host.build);
  if (!isLower) return [];
  const text = `Build ${target.build} of ${target.name} is lower than the host's: build order is not branch order, so check that this is an update.`;
  return [{ text, reference: null }];
}

/** `6.5.0` against `8.0.3`, number by number; a text that is no version compares as equal. */
function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  for (const [index, number] of (left ?? []).entries()) {
    const difference = number - (right?.[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

function lineOf(version: string): string {
  return version.split('.', 2).join('.');
}

function lineIn(release: string): string {
  return /\d+\.\d+/.exec(release)?.[0] ?? '';
}

/** Catalogues and firmware differ in case and in whether they name the maker and the family. */
function isModel(told: string | null, listed: string): boolean {
  return told !== null && plainModel(told) === plainModel(listed);
}

function plainModel(model: string): string {
  return model
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(hpe?) /, '')
    .replace(/^proliant /, '');
}

/**
 * Whether a setting was set on purpose. A value that equals its default may have been set to it or merely follow it, and
 * nothing that a host tells can say which.
 */
export type Provenance = 'explicit' | 'unknowable';

export function provenanceOf({ configured, default: byDefault, type }: KernelSetting): Provenance {
  if (configured === null || byDefault === null) return 'unknowable';
  return sameValue(configured, byDefault, valueTypeOf(type)) === false ? 'explicit' : 'unknowable';
}
