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

/** The paths of the folders that a host lies below, the outermost first, each from its datacenter on. */
export function foldersAbove({
  datacenter,
  folder,
}: {
  readonly datacenter: string | null;
  readonly folder: string | null;
}): readonly string[] {
  if (folder === null || folder === '') return [];
  const names = folder.split('/');
  return names.map((_, index) =>
    [...(datacenter === null ? [] : [datacenter]), ...names.slice(0, index + 1)].join('/'),
  );
}
