import { clusterGlob, hostGlob } from './glob.ts';
import { clusterPath, hostPath, PATH_FORMS, type PathForm, type StandingHost } from './inventory-path.ts';
import type { TriState } from './tri-state.ts';

/** A host with what its label is made of. */
export type LabelledHost = StandingHost & { readonly id: string };

/**
 * What people call the clusters of these hosts: the name alone, and a path wherever several clusters have the name, in the
 * shortest form that tells them apart. Null: the host is in none.
 */
export function clusterLabels(hosts: readonly LabelledHost[]): (host: LabelledHost) => string | null {
  const inClusters = hosts.flatMap((host) => (host.cluster === null ? [] : [{ ...host, name: host.cluster }]));
  const forms = formsOf(inClusters, {
    thing: ({ target, datacenter, folder }) => JSON.stringify([target, datacenter, folder]),
    path: (place, form) => clusterPath(place.name, place, form),
    glob: clusterGlob,
  });
  return (host) => {
    if (host.cluster === null) return null;
    const form = forms.get(host.cluster.toLowerCase());
    return form === undefined ? host.cluster : clusterPath(host.cluster, host, form ?? WHOLE);
  };
}

/**
 * What people call these hosts: the name alone, a path where several have the name or it looks like a path, and the id where a
 * path does not suffice.
 */
export function hostLabels(hosts: readonly LabelledHost[]): (host: LabelledHost) => string {
  const forms = formsOf(hosts, { thing: ({ id }) => id, path: hostPath, glob: hostGlob });
  return (host) => {
    const form = forms.get(host.name.toLowerCase());
    if (form === undefined) return host.name;
    return form === null ? `${host.name} (${host.id})` : hostPath(host, form);
  };
}

const WHOLE: PathForm = { target: true, folder: true };

interface Naming {
  /** What is one thing, however many hosts stand for it. */
  readonly thing: (place: LabelledHost) => string;
  readonly path: (place: LabelledHost, form: PathForm) => string;
  /** What a path finds. */
  readonly glob: (path: string) => (place: LabelledHost) => TriState;
}

/** A name that could be read as a path, or as an escaped one. */
const LIKE_A_PATH = /[/\\%]/;
/** Of more things of one name it is not tried whether a path finds another one: each would have to be held against each. */
const MOST_TRIED = 100;

/** By name in lower case, the form that tells the things of that name apart; null: none does. A name of one thing is not there. */
function formsOf(places: readonly LabelledHost[], naming: Naming): ReadonlyMap<string, PathForm | null> {
  const byName = new Map<string, Map<string, LabelledHost>>();
  for (const place of places) {
    const things = byName.get(place.name.toLowerCase()) ?? new Map<string, LabelledHost>();
    byName.set(place.name.toLowerCase(), things.set(naming.thing(place), place));
  }
  const pathLike = new Set([...byName.keys()].filter((name) => LIKE_A_PATH.test(name)));
  const forms = new Map<string, PathForm | null>();
  for (const [name, things] of byName) {
    if (things.size > 1 || pathLike.has(name)) forms.set(name, tellingForm([...things.values()], naming, pathLike));
  }
  return forms;
}

/** The first form that is another text for each of the things, the name of nothing, and finds no other of them. */
function tellingForm(
  things: readonly LabelledHost[],
  { path, glob }: Naming,
  pathLike: ReadonlySet<string>,
): PathForm | null {
  const finds = (text: string, own: LabelledHost): boolean => {
    const found = glob(text);
    return things.every((thing) => (found(thing) === false) === (thing !== own));
  };
  const tells = (form: PathForm): boolean => {
    const paths = things.map((thing) => [path(thing, form), thing] as const);
    const texts = new Set(paths.map(([text]) => text.toLowerCase()));
    if (texts.size < things.length || [...texts].some((text) => pathLike.has(text))) return false;
    return things.length > MOST_TRIED || paths.every(([text, own]) => finds(text, own));
  };
  return PATH_FORMS.find(tells) ?? null;
}
