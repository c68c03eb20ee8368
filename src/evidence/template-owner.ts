import { isIP } from 'node:net';
import type { ChecklistTemplate } from '../model/checklist.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { ScannedHost } from '../model/scan.ts';

/**
 * The host of a scan whose checklist a template is, by name, and by UUID where an earlier checklist of ours tells one; null where it
 * names none. Throws TEMPLATE_OTHER_HOST and TEMPLATE_SEVERAL_HOSTS.
 */
export function templateOwner(template: ChecklistTemplate, hosts: readonly ScannedHost[]): ScannedHost | null {
  const names = [template.hostName, template.fqdn].map((name) => name.toLowerCase()).filter((name) => name !== '');
  if (names.length === 0) return null;
  requireOneName(template, hosts);
  const named = hosts.filter(({ name }) => names.includes(name.toLowerCase()));
  const uuid = templateUuid(template);
  const certain = named.filter((host) => uuid === null || host.uuid?.toLowerCase() === uuid);
  const owners = certain.length > 0 ? certain : named.filter((host) => host.uuid === null);
  const [owner] = owners;
  const called = quoted(template.hostName || template.fqdn);
  if (owner === undefined) throw otherHost(called, named.length > 0);
  if (owners.length === 1) return owner;
  throw severalHosts(`The template is of ${called}, and ${owners.length} hosts are called so.`, [
    'Scan the one that it is of alone, such as by --datacenter or --compute-resource.',
  ]);
}

/** Whether the host may be another of that name: the template has the UUID of its host, and this one told none. */
export function mayBeNamesake(template: ChecklistTemplate, { uuid }: ScannedHost): boolean {
  return uuid === null && templateUuid(template) !== null;
}

/** As our files have it among the remarks on a host, whatever a person wrote before it. */
const OUR_UUID = /UUID ([^;\n]{1,80}); ESXi /;

function templateUuid({ targetComments }: ChecklistTemplate): string | null {
  const uuid = OUR_UUID.exec(targetComments)?.[1]?.toLowerCase() ?? null;
  return uuid === 'not told' ? null : uuid;
}

/** A short name beside the whole one is one name, and so is an address beside a name; two hosts of the scan never are. */
function requireOneName({ hostName, fqdn }: ChecklistTemplate, hosts: readonly ScannedHost[]): void {
  const [one, other] = [hostName.toLowerCase(), fqdn.toLowerCase()];
  if (one === '' || other === '' || one === other) return;
  const areBothHosts = [one, other].every((name) => hosts.some((host) => host.name.toLowerCase() === name));
  const isOneName = isIP(one) > 0 || other.startsWith(`${one}.`) || one.startsWith(`${other}.`);
  if (isOneName && !areBothHosts) return;
  throw severalHosts(`The template names two hosts, ${quoted(hostName)} and ${quoted(fqdn)}.`, [
    'Correct the host name or the FQDN in it: nobody else can tell of which of them it speaks.',
  ]);
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}

function severalHosts(sentence: string, details: readonly string[]): EsxcheckError {
  return new EsxcheckError('TEMPLATE_SEVERAL_HOSTS', sentence, { details });
}

function otherHost(called: string, isNamesake: boolean): EsxcheckError {
  const why = isNamesake ? 'the host of that name has another UUID' : 'the scan has no host of that name';
  return new EsxcheckError('TEMPLATE_OTHER_HOST', `The template is of the host ${called}, and ${why}.`, {
    details: [
      'What a person wrote of one host is not said of another: give the checklist of this host, or one without a host.',
    ],
  });
}
