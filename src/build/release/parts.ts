import type { LicensedPackage } from './licences.ts';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly 'bom-ref': string;
}

interface Parts {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * npm's list of all parts (CycloneDX), cut down to what is installed in production. npm's own `--omit dev` loses packages that
 * something for development may use as well, and it names the whole after the folder that it lies in.
 */
export function productionParts(text: string, name: string, packages: readonly LicensedPackage[]): Parts {
  const parts = JSON.parse(text) as Parts;
  const wanted = new Set(packages.map((each) => `${each.name}@${each.version}`));
  const components = parts.components.filter((each) => wanted.has(`${each.name}@${each.version}`));
  const own = String(parts.metadata.component['bom-ref']);
  const refs = new Set([own, ...components.map((each) => each['bom-ref'])]);
  const dependencies = parts.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  const metadata = { ...parts.metadata, component: { ...parts.metadata.component, name } };
  return { ...parts, metadata, components, dependencies };
}
