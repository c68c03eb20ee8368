import type { Host } from '../model/host.ts';
import type { ComparedListing } from './compare-listings.ts';

/** The members of a release, of which both tell a host that is not patched as the reference. */
const MEMBERS = ['version', 'build'] as const;

/** Version and build of a host beside those of the reference. */
export function compareRelease(reference: Host, host: Host): ComparedListing & { readonly part: 'release' } {
  const different = MEMBERS.flatMap((member) => {
    const [own, other] = [reference[member], host[member]];
    if (own === null || other === null || own === other) return [];
    return [{ key: 'ESXi', member, kind: 'differs' as const, reference: own, value: other }];
  });
  const unknown = MEMBERS.flatMap((member) => {
    const side = reference[member] === null ? ('reference' as const) : host[member] === null ? ('host' as const) : null;
    if (side === null) return [];
    return [{ key: 'ESXi', side, code: 'not-reported' as const, detail: `the ${member} was not told` }];
  });
  return { part: 'release', different, unknown };
}

/** Whether a host is known to run another build: its packages are those of another image then. */
export function hasOtherBuild(reference: Host, host: Host): boolean {
  return MEMBERS.some((member) => {
    const [own, other] = [reference[member], host[member]];
    return own !== null && other !== null && own !== other;
  });
}

/** What is said of a host beside its differences: why many are to be expected, and what was not compared. */
export function notesOn(reference: Host, host: Host): readonly string[] {
  const isOther = (member: 'version' | 'build' | 'vendor' | 'model'): boolean => {
    const [own, other] = [reference[member], host[member]];
    return own !== null && other !== null && own.trim().toLowerCase() !== other.trim().toLowerCase();
  };
  return [
    ...(isOther('version')
      ? [`It is of another release (${host.version}): options and settings of its own are expected.`]
      : []),
    ...(isOther('version') || isOther('build')
      ? ['Its packages are not compared: they are those of another build.']
      : []),
    ...(isOther('vendor') || isOther('model')
      ? [`It is other hardware (${machine(host)}): settings for it are expected to differ.`]
      : []),
    ...(host.trouble === null ? [] : [`It could not be asked (${host.trouble.code}): ${host.trouble.detail}.`]),
  ];
}

function machine({ vendor, model }: Host): string {
  return [vendor, model].filter((part) => part !== null).join(' ');
}
