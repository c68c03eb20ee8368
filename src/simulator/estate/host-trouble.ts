import type { EsxcliTrouble } from './esxcli-trouble.ts';
import type { Lie } from '../lies/lie.ts';
import type { RebootTrouble } from './reboot-trouble.ts';

/** How one host misbehaves; everything is switched off by default. */
export interface HostTrouble {
  /** Milliseconds that every call which the host itself must answer takes longer. */
  readonly slow?: number;
  /** Calls to the host are never answered. */
  readonly hanging?: boolean;
  /** The connection is cut in the middle of the host's answers. */
  readonly drops?: boolean;
  /** All properties and methods of the host, or these properties alone. */
  readonly noPermission?: boolean | readonly string[];
  /** These properties, or all, are withheld for want of a login, while the session lives. */
  readonly notAuthenticated?: boolean | readonly string[];
  /** What the host itself must answer is refused so, while the session lives. */
  readonly gateway?: 'notAuthenticated';
  readonly esxcli?: EsxcliTrouble;
  /** A SMBIOS text holds something that XML 1.0 forbids. */
  readonly characters?: 'control' | 'invalidUtf8' | 'nullReference';
  /** The host is removed from the inventory after so many answers that held it; `fault`: and the next page faults once. */
  readonly vanishes?: { readonly after: number; readonly fault: boolean };
  /** esxcli and data answers hold further members, in an unusual order. */
  readonly extraMembers?: boolean;
  /** EnterMaintenanceMode stays at 2 % whatever DRS does, or ends in an error. */
  readonly maintenance?: 'stalls' | 'fails';
  /** The same for ExitMaintenanceMode. */
  readonly exit?: 'stalls' | 'fails';
  /** ClusterEnterMaintenanceMode answers with a fault when it is asked for this host. */
  readonly drs?: 'refuses';
  readonly reboot?: RebootTrouble;
  /** Methods (`EnableRuleset`) and esxcli commands (`system.settings.kernel.set`) that are accepted and change nothing. */
  readonly ineffective?: readonly string[];
  /** Every ruleset belongs to the system: `userControllable` is false (8.0.2 and newer). */
  readonly systemRulesets?: boolean;
  /** An image is staged: the next boot is the patch. */
  readonly stagedPatch?: boolean;
  /** Booted from the network, without a disk: nothing lasts. */
  readonly stateless?: boolean;
  readonly bootDevice?: 'lost';
  /** What is wrong with the download of its configuration backup. */
  readonly bundle?: 'missing' | 'empty' | 'page' | 'redirect' | 'cut' | 'slow' | 'endless' | 'otherCertificate';
  /** What the server tells of the host, of its virtual machines, its cluster and its host profile, and is not so. */
  readonly lies?: readonly Lie[];
}
