import { z } from 'zod';
import { type Lie, lieSchema } from '../lies/lie.ts';

/** Typed faults that esxcli may answer with, each named as the API names it, with a small letter first. */
const FAULTS = [
  'noPermission',
  'notAuthenticated',
  'hostNotConnected',
  'systemError',
  'hostConfigFault',
  'restrictedVersion',
  'invalidRequest',
  'invalidArgument',
  'methodDisabled',
] as const;

const faultSchema = z.strictObject({
  fault: z.enum(FAULTS),
  /** Inside the answer's faultDetail, as a fault of ExecuteSoap, or as one of RetrieveManagedMethodExecuter. */
  at: z.enum(['detail', 'execute', 'executer']).default('detail'),
  /** What a NoPermission names; the privilege of the command where it is left out. */
  privilege: z.string().optional(),
  /** Only these commands, and those below them: `software`, `system.settings.kernel`. */
  only: z.array(z.string()).optional(),
});

/** How esxcli of a host misbehaves; the name of a fault alone is that fault in faultDetail. */
const esxcliTroubleSchema = z.union([z.enum(['methodNotFound', 'noExecuter', 'nil', 'fault', ...FAULTS]), faultSchema]);

export type EsxcliFaultTrouble = z.output<typeof faultSchema>;
type EsxcliTrouble = z.input<typeof esxcliTroubleSchema>;

/** The typed fault that a trouble stands for; null for any other trouble. */
export function typedFaultOf(trouble: EsxcliTrouble | undefined): EsxcliFaultTrouble | null {
  const given = FAULTS.some((name) => name === trouble) ? { fault: trouble } : trouble;
  const result = faultSchema.safeParse(given);
  return result.success ? result.data : null;
}

/** How a reboot goes wrong; each may be joined with the others. */
const rebootTroubleSchema = z.strictObject({
  /** Comes back ten times later than it should, or never. */
  comes: z.enum(['late', 'never']).optional(),
  /** The task ends in an error, or in success without a reboot. */
  task: z.enum(['fails', 'lies']).optional(),
  /** What is not there afterwards: the last datastore, path, uplink or address; or HA does not connect. */
  loses: z.array(z.enum(['datastore', 'path', 'uplink', 'vmk', 'ha'])).optional(),
  /** An alarm turns red. */
  redAlarm: z.boolean().optional(),
  /** Shows another certificate: disconnected, and not to be reconnected. */
  otherCertificate: z.boolean().optional(),
  /** Is connected again, but vCenter still shows the old boot time. */
  staleBootTime: z.boolean().optional(),
  /** Its clock is set back by a day over the boot: the boot time is older than the one before. */
  clockBack: z.boolean().optional(),
  /** What was configured does not take effect. */
  keepsRuntime: z.boolean().optional(),
  /** esxcli does not answer afterwards. */
  esxcliDead: z.boolean().optional(),
});

type RebootTrouble = z.output<typeof rebootTroubleSchema>;

/** How the server as a whole misbehaves; each trouble may wait for some matching calls and ends after some more. */
export const troubleSchema = z.strictObject({
  /**
   * `unavailable` HTTP 503 · `html` an error page · `garbage` bytes · `cut` XML that ends early, connection intact ·
   * `badGateway` HTTP 502 · `gzip` bytes that are called gzip and are none · `drop` connection cut mid-body ·
   * `silent` half an answer, and the connection stays open · `hang` no answer at all · `slow` by `milliseconds` ·
   * `huge` an answer of `bytes` · `restart` all connections end, all sessions are forgotten, and nobody answers for
   * `milliseconds` · `stop` the same, for good ·
   * `status` an error page under HTTP `status` · `refused` the `fault`, and nothing is done · `endless` pages of objects
   * without end ·
   * `json` the text `json` in place of a REST answer · `omits` a REST answer that lacks the last of its list · `doubles` one
   * that has it twice ·
   * `fault` a SystemError · `busy` TaskInProgress, and nothing is done · `expire` the session ends, showing the `face`.
   */
  kind: z.enum([
    'unavailable',
    'badGateway',
    'html',
    'garbage',
    'gzip',
    'cut',
    'drop',
    'silent',
    'hang',
    'slow',
    'huge',
    'fault',
    'status',
    'refused',
    'endless',
    'json',
    'omits',
    'doubles',
    'busy',
    'expire',
    'restart',
    'stop',
  ]),
  /**
   * Only calls of this method; `vimServiceVersions.xml` stands for the document that names the versions, `rest` for all REST calls,
   * `rest-login` and the like for one kind of them. Documents and REST calls are met by the troubles that name them alone.
   */
  method: z.string().optional(),
  /** Only calls on this host, by name. */
  host: z.string().optional(),
  /** Matching calls that pass unharmed first. */
  after: z.int().nonnegative().default(0),
  /** Matching calls that are harmed then; null for all. */
  times: z.int().positive().nullable().default(1),
  milliseconds: z.number().nonnegative().default(1000),
  bytes: z.number().positive().default(5e9),
  /** Of `json`. */
  json: z.string().default('null'),
  /** Of `status`. */
  status: z.int().min(400).max(599).default(404),
  /** Type of the fault of `refused`, by its name in the API. */
  fault: z
    .string()
    .regex(/^[A-Z][A-Za-z]*$/)
    .default('NoPermission'),
  /** Of `endless`: the same token each time, or another one with no object, with one, or with a hundred. */
  pages: z.enum(['same-token', 'empty', 'lone', 'full']).default('lone'),
  /** `fault` HTTP 500 · `missing` HTTP 200 with NotAuthenticated for each property · `view` the view is gone. */
  face: z.enum(['fault', 'missing', 'view']).default('fault'),
});

export type Trouble = z.output<typeof troubleSchema>;
export type TroubleInput = z.input<typeof troubleSchema>;
export type ExpiryFace = Trouble['face'];

export const hostTroubleSchema = z.strictObject({
  slow: z.number().nonnegative().optional(),
  hanging: z.boolean().optional(),
  drops: z.boolean().optional(),
  noPermission: z.union([z.boolean(), z.array(z.string())]).optional(),
  notAuthenticated: z.union([z.boolean(), z.array(z.string())]).optional(),
  gateway: z.literal('notAuthenticated').optional(),
  esxcli: esxcliTroubleSchema.optional(),
  characters: z.enum(['control', 'invalidUtf8', 'nullReference']).optional(),
  vanishes: z.strictObject({ after: z.int().nonnegative().default(1), fault: z.boolean().default(false) }).optional(),
  extraMembers: z.boolean().optional(),
  maintenance: z.enum(['stalls', 'fails']).optional(),
  exit: z.enum(['stalls', 'fails']).optional(),
  drs: z.literal('refuses').optional(),
  reboot: rebootTroubleSchema.optional(),
  ineffective: z.array(z.string()).optional(),
  systemRulesets: z.boolean().optional(),
  stagedPatch: z.boolean().optional(),
  stateless: z.boolean().optional(),
  bootDevice: z.literal('lost').optional(),
  bundle: z.enum(['missing', 'empty', 'page', 'redirect', 'cut', 'slow', 'endless', 'otherCertificate']).optional(),
  lies: z.array(lieSchema).optional(),
});

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
