import type { HostLabels } from '../../src/model/host-labels.ts';

/** Labels as people write them, `Environment=Production` and `Owner=Storage`; null where they were not read, or not asked for. */
export function labelTexts({ tags, attributes }: HostLabels): {
  readonly tags: readonly string[] | null;
  readonly attributes: readonly string[] | null;
} {
  return {
    tags: tags?.map(({ category, name }) => `${category}=${name}`) ?? null,
    attributes: attributes?.map(({ name, value }) => `${name}=${value}`) ?? null,
  };
}

/** The folder that a host lies in, from its datacenter on: `DC1/Racks/A`; `DC1/` for none, `?` for what was not told. */
export function folderText({
  datacenter,
  folder,
}: {
  readonly datacenter: string | null;
  readonly folder: string | null;
}): string {
  return `${datacenter ?? '?'}/${folder ?? '?'}`;
}
