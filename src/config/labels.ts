import { type HostGroup, labelsOfGroups } from '../model/host-group.ts';
import type { LabelDemand } from '../model/host-labels.ts';
import type { Config } from './parse-config.ts';

/** The labels of hosts that a config goes by or asks for, beside those of its scope: of groups, of waivers, of `labels`. */
export function labelsOf(config: Config | null): LabelDemand {
  if (config === null) return { tags: false, attributes: false };
  const { groups = {}, labels = false } = config.sections;
  const asked = labelsOfGroups([
    ...Object.values(groups).map(({ where }) => where),
    ...config.waivers.map(({ tag = null, attribute = null }): HostGroup => ({
      ...(tag === null ? {} : { tags: [tag] }),
      ...(attribute === null ? {} : { attributes: [attribute] }),
    })),
  ]);
  return { tags: labels || asked.tags, attributes: labels || asked.attributes };
}
