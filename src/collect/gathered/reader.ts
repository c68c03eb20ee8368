import type { PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import type { Reading } from '../../model/reading.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import type { Around } from './around.ts';

/** A fact that stands in other objects than the host: read for many hosts at once, after their own properties. */
export interface GatheredReader {
  readonly kind: 'gathered';
  /** Properties of the host that lead there; they come with those that are read anyway. */
  readonly paths: readonly string[];
  /** The API version that knows the paths; null: all do. */
  readonly since: string | null;
  readonly begin: (around: Around) => Gathering;
}

/** One reading of many hosts. Hosts that cannot be asked are kept from it. */
export interface Gathering {
  /** Called with each host's own properties as they arrive; keeps of them what `finish` needs and no more. */
  readonly note: (host: Host, content: ObjectContent) => void;
  /** Called once, when all hosts are noted: what there is of each, by managed object id. A failed call is unread. */
  readonly finish: () => Promise<Gathered>;
}

export type Gathered = ReadonlyMap<string, Reading<PropertyValue>>;
