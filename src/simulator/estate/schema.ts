import { z } from 'zod';
import { lieSchema } from '../lies/lie.ts';
import { accessProperties } from './access.ts';
import { hardwareProperties } from './hardware.ts';
import { labelProperties, tagsSchema } from './labels.ts';
import { protectionProperties } from './protection.ts';
import { clusterProperties, surroundingsProperties } from './surroundings-schema.ts';
import { hostTroubleSchema, troubleSchema } from './trouble.ts';

const text = z.union([z.string(), z.number()]).transform(String);
/** A kernel value as esxcli prints it: YAML's own true and false become upper case, quoted text stays as it is. */
const kernelText = z
  .union([z.string(), z.number(), z.boolean().transform((value) => String(value).toUpperCase())])
  .transform(String);

const kernelSetting = z.union([
  kernelText,
  z.strictObject({
    type: z.string().optional(),
    default: kernelText.optional(),
    configured: kernelText.optional(),
    runtime: kernelText.optional(),
    description: z.string().optional(),
  }),
]);

const option = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.strictObject({
    type: z.enum(['string', 'long', 'int', 'boolean']),
    value: z.union([z.string(), z.number(), z.boolean()]),
  }),
]);

/** `outbound tcp dst 2377`, `inbound udp 8000-8010`; the port type may be left out. */
const PORT_RULE = /^(inbound|outbound)\s+(\w+)(?:\s+(src|dst))?\s+(\d{1,5})(?:-(\d{1,5}))?$/;
const portRule = z.string().regex(PORT_RULE, 'a rule such as "outbound tcp dst 2377" or "inbound udp 8000-8010"');

const ruleset = z.strictObject({
  label: z.string().optional(),
  enabled: z.boolean().optional(),
  required: z.boolean().optional(),
  service: z.string().optional(),
  userControllable: z.boolean().optional(),
  ipListUserConfigurable: z.boolean().optional(),
  rules: z.array(portRule).optional(),
  /** `all`, or a list of addresses and networks in CIDR notation. */
  allowed: z.union([z.literal('all'), z.array(z.string())]).optional(),
});

const firewall = z.strictObject({
  enabled: z.boolean().optional(),
  incomingBlocked: z.boolean().optional(),
  outgoingBlocked: z.boolean().optional(),
  /** By key; null removes a ruleset that the release ships. */
  rulesets: z.record(z.string(), ruleset.nullable()).optional(),
});

const service = z.strictObject({
  label: z.string().optional(),
  running: z.boolean().optional(),
  policy: z.enum(['on', 'off', 'automatic']).optional(),
  required: z.boolean().optional(),
});

/** What can be said of a host, in `defaults`, in a template and at the host itself; the later wins. */
const hostProperties = {
  vendor: z.string().optional(),
  model: z.string().optional(),
  cpuModel: z.string().optional(),
  cpuPackages: z.int().positive().optional(),
  cpuCores: z.int().positive().optional(),
  memoryGiB: z.int().positive().optional(),
  bios: z.strictObject({ version: z.string().optional(), date: z.string().optional() }).optional(),
  uuid: z.string().optional(),
  serial: text.optional(),
  /** The tags that a blade tells beside its serial: of itself and of its chassis. */
  serviceTags: z.array(z.string()).optional(),
  enclosureSerial: z.string().optional(),
  version: text.optional(),
  build: text.optional(),
  connection: z.enum(['connected', 'disconnected', 'notResponding', 'standby']).optional(),
  maintenance: z.boolean().optional(),
  bootTime: z.string().optional(),
  kernel: z.record(z.string(), kernelSetting).optional(),
  /** By key; null takes an option away that the release has. */
  options: z.record(z.string(), option.nullable()).optional(),
  firewall: firewall.nullable().optional(),
  services: z.record(z.string(), service).optional(),
  managementServerIp: z.string().optional(),
  evacuates: z.boolean().optional(),
  reboot: z.enum(['returns', 'late', 'never']).optional(),
  unknownKernelSetting: z.enum(['fault', 'emptyList']).optional(),
  ...surroundingsProperties,
  ...protectionProperties,
  ...accessProperties,
  ...hardwareProperties,
  ...labelProperties,
  trouble: hostTroubleSchema.optional(),
};

const hostTemplate = z.strictObject(hostProperties);
const host = z.strictObject({
  ...hostProperties,
  /** `{n}` becomes the number of the host where `count` makes several. */
  name: z.string().min(1),
  template: z.string().optional(),
  count: z.int().positive().max(10_000).optional(),
  /** For a standalone host: names of folders, joined by `/`. */
  folder: z.string().optional(),
});

const cluster = z.strictObject({
  name: z.string().min(1),
  folder: z.string().optional(),
  ...clusterProperties,
  ...labelProperties,
  defaults: hostTemplate.optional(),
  hosts: z.array(host).default([]),
});

const datacenter = z.strictObject({
  name: z.string().min(1),
  ...labelProperties,
  /** What is said of folders that clusters and hosts lie in, by path. */
  folders: z.record(z.string(), z.strictObject(labelProperties)).default({}),
  clusters: z.array(cluster).default([]),
  hosts: z.array(host).default([]),
});

const account = z.strictObject({
  user: z.string(),
  password: z.string(),
  readOnly: z.boolean().default(false),
  /** Such as `System.Read`; everything when left out. */
  privileges: z.array(z.string()).nullable().default(null),
});

/** The form of an estate file. */
export const estateSchema = z.strictObject({
  kind: z.enum(['vcenter', 'esxi']).default('vcenter'),
  name: z.string().optional(),
  version: text.optional(),
  build: text.optional(),
  apiVersion: text.optional(),
  instanceUuid: z.string().optional(),
  accounts: z.array(account).min(1).optional(),
  latency: z.number().nonnegative().default(0),
  /** Behind a load balancer, whose nodes share no sessions. */
  balanced: z.boolean().default(false),
  durations: z
    .strictObject({
      maintenance: z.number().nonnegative(),
      task: z.number().nonnegative(),
      shutdown: z.number().nonnegative(),
      boot: z.number().nonnegative(),
      ha: z.number().nonnegative(),
      resync: z.number().nonnegative(),
      taskRetention: z.number().nonnegative(),
    })
    .partial()
    .default({}),
  defaults: hostTemplate.optional(),
  templates: z.record(z.string(), hostTemplate).default({}),
  datacenters: z.array(datacenter).default([]),
  /** The one host of `kind: esxi`. */
  host: host.optional(),
  troubles: z.array(troubleSchema).default([]),
  esxcli: z
    .strictObject({
      refusals: z.enum(['detail', 'soap']).default('detail'),
      executerPrivilege: z.string().default('System.Read'),
    })
    .prefault({}),
  /** Which forms of the REST API the server has. */
  rest: z.enum(['both', 'api', 'rest', 'none']).default('both'),
  /** Tags that exist beside those that something has. */
  tags: tagsSchema.default([]),
  /** About what belongs to no host. */
  lies: z.array(lieSchema).default([]),
});

export type EstateFile = z.output<typeof estateSchema>;
export type HostFile = z.output<typeof host>;
export type HostTemplate = z.output<typeof hostTemplate>;
export type ClusterFile = z.output<typeof cluster>;
export type DatacenterFile = z.output<typeof datacenter>;
export { PORT_RULE };
