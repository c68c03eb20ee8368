import { clusterPath, hostPath, PATH_FORMS, type PathForm, type StandingHost } from './inventory-path.ts';

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
  });
  return (host) => {
    if (host.cluster === null) return null;
    const form = forms.get(host.cluster.toLowerCase());
    return form === undefined ? host.cluster : clusterPath(host.cluster, host, form ?? WHOLE);
  };
}

/** What people call these hosts: the name alone, a path where several have the name, and the id where a path does not suffice. */
export function hostLabels(hosts: readonly LabelledHost[]): (host: LabelledHost) => string {
  const forms = formsOf(hosts, { thing: ({ id }) => id, path: hostPath });
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
}

/** By name in lower case, the form that tells the things of that name apart; null: none does. A name of one thing is not there. */
function formsOf(places: readonly LabelledHost[], naming: Naming): ReadonlyMap<string, PathForm | null> {
  const byName = new Map<string, Map<string, LabelledHost>>();
  for (const place of places) {
    const things = byName.get(place.name.toLowerCase()) ?? new Map<string, LabelledHost>();
    byName.set(place.name.toLowerCase(), things.set(naming.thing(place), place));
  }
  const forms = new Map<string, PathForm | null>();
  for (const [name, things] of byName) {
    if (things.size > 1) forms.set(name, tellingForm([...things.values()], naming));
  }
  return forms;
}

function tellingForm(things: readonly LabelledHost[], { path }: Naming): PathForm | null {
  const tells = (form: PathForm): boolean =>
    new Set(things.map((thing) => path(thing, form).toLowerCase())).size === things.length;
  return PATH_FORMS.find(tells) ?? null;
}
