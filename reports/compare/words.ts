import type { ComparedPart, Comparison, Difference, NotKnown } from '../../src/model/comparison.ts';
import type { Host } from '../../src/model/host.ts';
import { counted } from '../text/wrap.ts';

/** What a part is called. */
export const PARTS: Readonly<Record<ComparedPart, string>> = {
  release: 'Release',
  options: 'Advanced options',
  services: 'Services',
  kernel: 'Kernel settings, as configured',
  firewall: 'Firewall',
  packages: 'Packages',
};

/** `900, on the reference 600`; what one side alone lists says so. */
export function differenceWords({ kind, member, reference, value }: Difference): string {
  const of = member === '' || member === 'value' || member === 'configured' ? '' : `${member} `;
  if (kind === 'missing') return `not listed; on the reference ${valueWords(reference)}`;
  if (kind === 'extra') return `${valueWords(value)}; not listed on the reference`;
  return `${of}${valueWords(value)}; on the reference ${valueWords(reference)}`;
}

function valueWords(value: string | null): string {
  return value === null || value === '' ? 'empty' : value;
}

/** `on the reference, could not be read (no-permission): what the server said` */
export function notKnownWords({ side, code, detail }: NotKnown): string {
  return `${side === 'reference' ? 'on the reference ' : ''}could not be read (${code}): ${detail}`;
}

/** `3 differences on 2 of 5 hosts, 1 thing not known on 1 of 5 hosts.` */
export function closingWords({ hosts, differences, notKnown }: Comparison): string {
  const all = counted(hosts.length, 'host');
  const [differing, unsure] = [
    hosts.filter((each) => each.differences > 0).length,
    hosts.filter((each) => each.notKnown > 0).length,
  ];
  const found =
    differences.length === 0
      ? 'No difference was found'
      : `${counted(differences.length, 'difference')} on ${differing} of ${all}`;
  const blind = notKnown.length === 0 ? '' : `; not everything could be compared on ${unsure} of ${all}`;
  return `${found}${blind}.`;
}

/** `esx-01 (ESXi 8.0.3 build 24022510, HPE ProLiant DL380 Gen10)` */
export function hostWords({ name, version, build, vendor, model }: Host): string {
  const release = version === null ? 'release not told' : `ESXi ${version}${build === null ? '' : ` build ${build}`}`;
  const machine = [vendor, model].filter((part) => part !== null).join(' ');
  return `${name} (${release}${machine === '' ? '' : `, ${machine}`})`;
}
