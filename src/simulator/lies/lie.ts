import { z } from 'zod';
import type { Reference } from '../wire/value.ts';

/** Ways to lie about a whole answer, or about what it says of one property. */
export const ANSWER_WAYS = [
  'dropped',
  'no-permission',
  'fault',
  'cli-fault',
  'empty',
  'empty-list',
  'scalar',
  'structure',
  'untyped',
  'list',
  'unknown-array',
  'garbled',
  'page',
  'doubled',
  'doubled-first',
  'other-name',
] as const;

/** Ways to lie about one member of a structured answer, wherever it stands in it. */
export const MEMBER_WAYS = [
  'dropped',
  'empty',
  'garbled',
  'scalar',
  'structure',
  'untyped',
  'doubled',
  'doubled-first',
] as const satisfies readonly (typeof ANSWER_WAYS)[number][];

export type Way = (typeof ANSWER_WAYS)[number];

const REQUEST = /^(property [A-Z]\w*\.\w+(\.\w+)*|esxcli [\w-]+( [\w-]+)*( --\w+)*|option [\w.-]+|method [A-Za-z]\w*)$/;
const EXAMPLES =
  'a request such as "property HostSystem.config.firewall", "esxcli software vib list --rebootingimage", ' +
  '"option VMkernel.Boot." or "method QueryLockdownExceptions"';

/** One lie: what is asked, the member of the answer, and how it is told. */
export const lieSchema = z
  .strictObject({
    at: z.string().regex(REQUEST, EXAMPLES),
    /** Names from the value down, such as `ruleset/allowedHosts/allIp`; the whole answer where none is given. */
    member: z
      .string()
      .regex(/^\w+(\/\w+)*$/, 'names of elements joined by "/", such as "ruleset/allowedHosts/allIp"')
      .optional(),
    way: z.enum(ANSWER_WAYS),
  })
  .refine(({ member, way }) => member === undefined || (MEMBER_WAYS as readonly Way[]).includes(way), {
    message: `a member can be ${MEMBER_WAYS.join(', ')}`,
    path: ['way'],
  });

export type Lie = z.output<typeof lieSchema>;

export function nameOfLie({ at, member, way }: Lie): string {
  return `${at}${member === undefined ? '' : ` ${member}`}: ${way}`;
}

/** Who is lied about, and how. */
export interface LieBook {
  /** Lies about an object: those of the host that it is, is a part of, or belongs to. */
  liesAbout(subject: Reference): readonly Lie[];
  /** Told of each lie that changed an answer, and about whom. */
  struck(subject: Reference, lie: Lie): void;
  /** Whether there is any lie at all: where there is none, answers go out unread. */
  isTold(): boolean;
}
