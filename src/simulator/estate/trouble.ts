import { z } from 'zod';
import { esxcliTroubleSchema } from './esxcli-trouble.ts';
import { lieSchema } from '../lies/lie.ts';
import { rebootTroubleSchema } from './reboot-trouble.ts';

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
    'busy',
    'expire',
    'restart',
    'stop',
  ]),
  /** Only calls of this method; `vimServiceVersions.xml` stands for the document that names the versions. */
  method: z.string().optional(),
  /** Only calls on this host, by name. */
  host: z.string().optional(),
  /** Matching calls that pass unharmed first. */
  after: z.int().nonnegative().default(0),
  /** Matching calls that are harmed then; null for all. */
  times: z.int().positive().nullable().default(1),
  milliseconds: z.number().nonnegative().default(1000),
  bytes: z.number().positive().default(5e9),
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
