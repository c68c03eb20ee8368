import { z } from 'zod';
import { closed } from '../checks/schema/closed.ts';
import { serverSection, shipSection, slotsSection, spoolSection } from './sections/centre.ts';
import {
  advisoriesSection,
  attestationsSection,
  catalogSection,
  clustersSection,
  frameworksSection,
  groupsSection,
  packsSection,
  patchWithinSection,
  rulesSection,
  waiversSection,
} from './sections/rules.ts';
import { historySection, notificationsSection, reportsSection, runSection } from './sections/run.ts';
import { siteSection } from './sections/site.ts';
import { labelsSection, scopeSection, targetsSection } from './sections/targets.ts';

/** The shape of a config file: every section is a file of its own, and may be left out. */
export const configSchema = closed({
  targets: targetsSection.optional(),
  scope: scopeSection.optional(),
  labels: labelsSection.optional(),
  packs: packsSection.optional(),
  frameworks: frameworksSection.optional(),
  rules: rulesSection.optional(),
  clusters: clustersSection.optional(),
  groups: groupsSection.optional(),
  waivers: waiversSection.optional(),
  attestations: attestationsSection.optional(),
  catalog: catalogSection.optional(),
  advisories: advisoriesSection.optional(),
  patchWithin: patchWithinSection.optional(),
  site: siteSection.optional(),
  reports: reportsSection.optional(),
  history: historySection.optional(),
  run: runSection.optional(),
  notifications: notificationsSection.optional(),
  server: serverSection.optional(),
  ship: shipSection.optional(),
  spool: spoolSection.optional(),
  slots: slotsSection.optional(),
});

export type ConfigFile = z.output<typeof configSchema>;

/** The JSON Schema (2020-12) of a config file, for editors. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema.meta({ title: 'Config of esxcheck, version 1' }), { io: 'input' });
}

/** What the key at a path, or the nearest above it that is described, is for: `expires: The last day …`; null for none. */
export function keyHelp(path: readonly PropertyKey[]): string | null {
  described ??= configJsonSchema() as SchemaNode;
  let node: SchemaNode | undefined = described;
  let help: string | null = null;
  for (const step of path) {
    node = typeof step === 'number' ? node.items : propertyOf(node, String(step));
    if (typeof node !== 'object') return help;
    if (node.description !== undefined && typeof step !== 'number') help = `${String(step)}: ${node.description}`;
  }
  return help;
}

let described: SchemaNode | undefined;

function propertyOf({ properties = {}, additionalProperties }: SchemaNode, name: string): SchemaNode | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

/** As much of a JSON Schema as leads from key to key. */
interface SchemaNode {
  readonly description?: string;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode;
}
