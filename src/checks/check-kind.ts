import type { z } from 'zod';
import type { TargetRelease } from '../model/catalog.ts';
import type { FactDemand, HostFacts } from '../model/facts.ts';
import type { Shown } from '../model/finding.ts';
import type { Action } from '../model/plan.ts';
import type { Remedy, SingleCheck } from '../model/check.ts';
import type { TriState } from '../model/tri-state.ts';
import type { Judgement } from './judgement/judgement.ts';
import type { Mask } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';

export type KindName = SingleCheck['kind'];
export type CheckOf<Kind extends KindName> = Extract<SingleCheck, { readonly kind: Kind }>;
export type RemedyOf<Kind extends KindName> = Extract<Remedy, { readonly kind: Kind }>;

/** Facts by the names that examples of rules give them; `host.<fact>`: every host fact and property fact by its own name. */
export type CheckedFactName =
  | 'kernel.<name>'
  | 'option.<key>'
  | 'firewall'
  | 'services'
  | 'vibs'
  | 'esxcli'
  | 'host.<fact>';

/** Values that a check asks the person for, by name, such as `vch-address`. */
export type Parameters = ReadonlyMap<string, string>;

/** Everything that the program knows of one kind of check. `File` is its part of a rule file, as the schema lets it through. */
export interface CheckKind<Kind extends KindName, File = never, RemedyFile = never> {
  readonly kind: Kind;
  /** Made when a rule file is parsed or the JSON Schema is asked for, never in a scan of the rules that ship. */
  readonly schema: (tools: SchemaTools) => z.ZodType<File>;
  readonly build: (file: File) => CheckOf<Kind>;
  /** What must be read of a host to judge it; nothing for what is always read. */
  readonly demand: (check: CheckOf<Kind>) => Partial<FactDemand>;
  readonly reads: readonly CheckedFactName[];
  /** What was not read is unknown, never a pass and never not applicable. Pure. */
  readonly judge: (check: CheckOf<Kind>, facts: HostFacts, parameters: Parameters) => Judgement;
  /** The wanted state as a finding shows it, also where nothing was judged. */
  readonly expected: (check: CheckOf<Kind>, parameters: Parameters) => Shown;
  /** Names of the parameters that it takes from a person; none where left out. */
  readonly parameters?: (check: CheckOf<Kind>) => readonly string[];
  /** The property, option or command that is read, as it is asked for. */
  readonly source: (check: CheckOf<Kind>) => string;
  /** In words, to stand in the reference of rules. */
  readonly describe: (check: CheckOf<Kind>) => string;
  /** Hides all that the check reads. */
  readonly mask: (check: CheckOf<Kind>) => Mask;
  /** Hide what can go unread on its own. */
  readonly maskParts?: (check: CheckOf<Kind>) => readonly Mask[];
  readonly example: KindExample;
  /** Where what holds now may be other after a reboot. */
  readonly twoHorizons?: TwoHorizons<Kind>;
  /** Where a plan can change what the check reads. */
  readonly resource?: CheckedResource<Kind>;
  /** Where a rule of the kind can have a remedy. */
  readonly remedy?: RemedyKind<Kind, RemedyFile>;
}

/** A kind that is judged now, after the next reboot and after the planned patch. */
export interface TwoHorizons<Kind extends KindName> {
  /** The judgement with what the patch to the target release would do to it. */
  readonly withNextPatch: (
    judged: Judgement,
    check: CheckOf<Kind>,
    facts: HostFacts,
    target: TargetRelease,
  ) => Judgement;
}

/** What a check reads as a thing that can be set. */
export interface CheckedResource<Kind extends KindName> {
  /** Two checks, and an action, with the same key are about one thing; null where this one is about none. */
  readonly key: (check: CheckOf<Kind>) => string | null;
  /** What would have to be set for the one value that the check names; null where it names none. */
  readonly wanted: (check: CheckOf<Kind>) => Action | null;
  /**
   * Whether a host on which the action was carried out would pass, at its next boot where it has one. `type` is that of a
   * kernel setting, as esxcli names it; null where it is not known.
   */
  readonly passesAfter: (check: CheckOf<Kind>, action: Action, type: string | null) => TriState;
}

/** What the program knows of the remedy of a kind. */
export interface RemedyKind<Kind extends KindName, File = never> {
  readonly schema: (tools: SchemaTools) => z.ZodType<File>;
  readonly build: (file: File) => RemedyOf<Kind>;
  /** What it would do, in words. */
  readonly describe: (remedy: RemedyOf<Kind>) => string;
  /** Why carrying it out would not make the check pass; null when it would. */
  readonly mismatch: (remedy: RemedyOf<Kind>, check: CheckOf<Kind>) => string | null;
  /** What it would change although no machine should, by name; null when it may. */
  readonly denied: (remedy: RemedyOf<Kind>) => string | null;
  /** As an action that other rules can be held against; null where it hangs on the host. */
  readonly action: (remedy: RemedyOf<Kind>) => Action | null;
}

/** A starting point for a rule of the kind, as lines of YAML; the values are for people to change. */
export interface KindExample {
  /** What the kind is about, to follow "of the kind". */
  readonly about: string;
  readonly title: string;
  readonly appliesTo?: string;
  readonly check: string;
  /** Left out where a machine cannot bring it about. */
  readonly remedy?: string;
  readonly examples: readonly (readonly [facts: string, verdict: string])[];
}

/** A kind whose parts of a rule file are known to itself alone: what comes out of its schema is what its builders take. */
export type AnyCheckKind<Kind extends KindName = KindName> = CheckKind<Kind, object, object>;

/** Checks that schema and builder of a kind fit each other, and forgets the type between them. */
export function checkKind<const Kind extends KindName, File extends object, RemedyFile extends object>(
  kind: CheckKind<Kind, File, RemedyFile>,
): AnyCheckKind<Kind> {
  return kind as unknown as AnyCheckKind<Kind>;
}
