/** How the values of a fact are compared. */
export type FactType = 'boolean' | 'integer' | 'text' | 'version';

/** A fact beyond a host's identity, which is read only where a chosen rule names it. */
export interface PropertyFact {
  readonly type: FactType;
  /** Whether it is a list of texts; then every entry must be as wanted, of which there must be one; `absent` means an empty list. */
  readonly list: boolean;
  readonly description: string;
  /** What people call it, to begin a sentence; left out where its name says it as well. */
  readonly label?: string;
  /** How a boolean reads in a sentence about it: for true, then for false. */
  readonly words?: readonly [string, string];
  /** The property or method of vSphere that tells it; left out where it is made of several. */
  readonly source?: string;
  /** The fact that tells as of when somebody said so, where it is somebody's word and may be old; sentences name it. */
  readonly asOf?: string;
}

/** A fact of one value. */
export function one(
  type: FactType,
  description: string,
  said: Pick<PropertyFact, 'label' | 'words' | 'source' | 'asOf'> = {},
): PropertyFact {
  return { type, list: false, description, ...said };
}

/** Words of a boolean. */
export const ON_OFF = ['on', 'off'] as const;

/** A fact that is a list of texts. */
export function many(
  description: string,
  source?: string,
  said: Pick<PropertyFact, 'label' | 'asOf'> = {},
): PropertyFact {
  return { type: 'text', list: true, description, ...(source === undefined ? {} : { source }), ...said };
}
