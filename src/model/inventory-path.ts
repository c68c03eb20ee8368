/** Where something of an inventory stands. A null was not told. */
export interface InventoryPlace {
  /** URL of its target. */
  readonly target: string;
  readonly datacenter: string | null;
  /** Names of the folders above its compute resource, joined by `/`; '' for none. */
  readonly folder: string | null;
}

/** Who a host is by name, and where it stands. */
export interface StandingHost extends InventoryPlace {
  readonly name: string;
  /** Null: it is in no cluster. */
  readonly cluster: string | null;
}

/** How much of a path is written out. */
export interface PathForm {
  readonly target: boolean;
  /** What is in no folder, or in no cluster, then says so by an empty segment: `DC1//esx-01`. */
  readonly folder: boolean;
}

/** What can be written, shortest first. */
export const PATH_FORMS: readonly PathForm[] = [
  { target: false, folder: false },
  { target: false, folder: true },
  { target: true, folder: false },
  { target: true, folder: true },
];

/** `DC1/Prod`, `DC1/Racks/Prod`, `vc01.example.com:DC1/Prod`: what a place glob finds it by. */
export function clusterPath(cluster: string, standing: InventoryPlace, form: PathForm): string {
  const folders = form.folder && standing.folder === '' ? [''] : foldersOf(standing, form);
  return joined([datacenterOf(standing), ...folders, escaped(cluster)], standing, form);
}

/** `DC1/Prod/esx-01`, or `DC1/esx-01` for a host in no cluster. */
export function hostPath(host: StandingHost, form: PathForm): string {
  const between = [...foldersOf(host, form), ...(host.cluster === null ? [] : [escaped(host.cluster)])];
  return joined([datacenterOf(host), ...withBlanks(between, host, form), escaped(host.name)], host, form);
}

function withBlanks(between: readonly string[], { folder, cluster }: StandingHost, form: PathForm): readonly string[] {
  if (!form.folder || folder === null) return between;
  if (cluster === null) return [...between, ''];
  return folder === '' ? ['', ...between] : between;
}

/** What was not told is written as what stands for any text. */
function datacenterOf({ datacenter }: InventoryPlace): string {
  return datacenter === null ? '*' : escaped(datacenter).replaceAll(':', '%3a');
}

function foldersOf({ folder }: InventoryPlace, form: PathForm): readonly string[] {
  return form.folder && folder !== null && folder !== '' ? folder.split('/').map(escaped) : [];
}

function joined(segments: readonly string[], { target }: InventoryPlace, form: PathForm): string {
  const path = segments.join('/');
  return form.target ? `${authorityOfUrl(target)}:${path}` : path;
}

/** A name as a segment of a path: an inventory itself writes `/`, `\` and `%` so. */
function escaped(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c');
}

/** A segment of a path as a name. */
export function unescaped(segment: string): string {
  return segment.replaceAll(/%(2f|5c|25|3a)/gi, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
}

/** `vc01.example.com`, `vc01:8443` or `[::1]:8443`: a target as people call it. */
export function authorityOfUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
