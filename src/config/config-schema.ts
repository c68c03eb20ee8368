import { z } from 'zod';
import { closed } from '../checks/schema/closed.ts';
import { clustersSection, packsSection, rulesSection, waiversSection } from './sections/rules.ts';
import { historySection, notificationsSection, reportsSection, runSection } from './sections/run.ts';
import { scopeSection, targetsSection } from './sections/targets.ts';

/** The shape of a config file: every section is a file of its own, and may be left out. */
export const configSchema = closed({
  targets: targetsSection.optional(),
  scope: scopeSection.optional(),
  packs: packsSection.optional(),
  rules: rulesSection.optional(),
  clusters: clustersSection.optional(),
  waivers: waiversSection.optional(),
  reports: reportsSection.optional(),
  history: historySection.optional(),
  run: runSection.optional(),
  notifications: notificationsSection.optional(),
});

export type ConfigFile = z.output<typeof configSchema>;

/** The JSON Schema (2020-12) of a config file, for editors. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema.meta({ title: 'Config of esxcheck, version 1' }), { io: 'input' });
}
