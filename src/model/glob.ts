import { RE2JS } from 're2js';
import { authorityOfUrl, type InventoryPlace, type StandingHost, unescaped } from './inventory-path.ts';
import { every, some, type TriState } from './tri-state.ts';

/** Whether something of a name that stands there is meant; undefined where that hangs on what was not told. */
type PlaceMatcher<Placed extends InventoryPlace> = (placed: Placed) => TriState;

/** A cluster, or another thing with a name of its own; a null name was not told. */
export interface NamedPlace extends InventoryPlace {
  readonly name: string | null;
}

/**
 * A glob over names of clusters, which may be a path: `Prod`, `DC1/Prod`, `DC1/Racks/Prod`, `vc01.example.com:DC1/Prod`. In a path
 * each part is a glob of its own; a name that holds a slash is written with `%2f`, as the inventory itself has it, or as before
 * by the name alone. An empty part stands for no folder: `DC1//Prod` is in the datacenter itself.
 */
export function clusterGlob(text: string): PlaceMatcher<NamedPlace> {
  const [whole, path] = [globMatcher(text), pathOf(text)];
  const byName: PlaceMatcher<NamedPlace> = ({ name }) => (name === null ? undefined : whole(name));
  if (path === null) return byName;
  return (placed) => {
    const byPath = every([
      path.target(authorityOfUrl(placed.target)),
      path.datacenter(placed.datacenter),
      path.between(placed.folder, null),
      placed.name === null ? undefined : path.last(placed.name),
    ]);
    return some([byName(placed), byPath]);
  };
}

/**
 * A glob over names of hosts, which may be a path: `esx-01`, `DC1/Prod/esx-01`, `DC1/esx-01`, `vc01.example.com:DC1/Prod/esx-01`. An
 * empty part stands for no folder before the cluster, and for no cluster in its place: `DC1//Prod/esx-01`, `DC1//esx-01`.
 */
export function hostGlob(text: string): PlaceMatcher<StandingHost> {
  const [whole, path] = [globMatcher(text), pathOf(text)];
  if (path === null) return ({ name }) => whole(name);
  return (host) => {
    const byPath = every([
      path.target(authorityOfUrl(host.target)),
      path.datacenter(host.datacenter),
      path.between(host.folder, host.cluster),
      path.last(host.name),
    ]);
    return some([whole(host.name), byPath]);
  };
}

interface PathGlob {
  readonly target: (authority: string) => boolean;
  readonly datacenter: (name: string | null) => TriState;
  /** What stands between the datacenter and the last name: folders, the cluster, or both. */
  readonly between: (folder: string | null, cluster: string | null) => TriState;
  readonly last: (name: string) => boolean;
}

/** Null for a text that is no path. */
function pathOf(text: string): PathGlob | null {
  const [head = '', ...segments] = text.split('/');
  const last = segments.pop();
  if (last === undefined) return null;
  const colon = head.lastIndexOf(':');
  const datacenter = globOf(head.slice(colon + 1));
  return {
    target: colon < 0 ? () => true : globMatcher(head.slice(0, colon)),
    datacenter: (name) => (name === null ? undefined : datacenter(name)),
    between: betweenOf(segments),
    last: globOf(last),
  };
}

function betweenOf(segments: readonly string[]): PathGlob['between'] {
  if (segments.length === 0) return () => true;
  const matches = globOf(segments.join('/'));
  if (segments.includes(''))
    return (folder, cluster) => (folder === null ? undefined : matches(exactly(folder, cluster)));
  return (folder, cluster) => {
    const ofCluster = cluster === null ? false : matches(cluster);
    if (folder === null) return ofCluster ? true : undefined;
    const all = [folder, cluster].filter((part) => part !== null && part !== '').join('/');
    return ofCluster || matches(all) || matches(folder);
  };
}

/** `Racks/Prod`, `/Prod` in no folder, `Racks/` in no cluster, and nothing in neither. */
function exactly(folder: string, cluster: string | null): string {
  return folder === '' && cluster === null ? '' : `${folder}/${cluster ?? ''}`;
}

function globOf(segment: string): (name: string) => boolean {
  return globMatcher(unescaped(segment));
}

/** Matches a whole name, any case, where `*` is any text and `?` one character. Linear time, whatever the pattern. */
export function globMatcher(glob: string): (name: string) => boolean {
  const source = RE2JS.quote(glob).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  return (name) => pattern.matches(name);
}
