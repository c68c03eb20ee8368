import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What people put on an object to tell it apart. */
export interface Labels {
  readonly tags: readonly TagSpec[];
  /** Custom attributes, by name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A tag of an estate, in its category. */
export interface TagSpec {
  readonly category: string;
  readonly name: string;
}

export const NO_LABELS: Labels = { tags: [], attributes: {} };

/** `Category=Name`, split at the first `=`. */
const tag = z.string().regex(/^[^=]+=.+$/s, 'a tag such as "Environment=Production"');
export const tagsSchema = z.array(tag);

/** What can be said of a host, a cluster, a folder and a datacenter. */
export const labelProperties = {
  tags: tagsSchema.optional(),
  attributes: z.record(z.string(), z.string()).optional(),
};

const labelsSchema = z.object(labelProperties);

export function labelsOf({ tags, attributes }: z.output<typeof labelsSchema>): Labels {
  if (tags === undefined && attributes === undefined) return NO_LABELS;
  return { tags: (tags ?? []).map(tagFrom), attributes: attributes ?? {} };
}

export function tagFrom(text: string): TagSpec {
  const [category = '', ...name] = text.split('=');
  return { category, name: name.join('=') };
}

/** Ids as vCenter gives them; the same name always has the same. */
export function tagId({ category, name }: TagSpec): string {
  return `urn:vmomi:InventoryServiceTag:${uuidOf(`tag ${category}=${name}`)}:GLOBAL`;
}

export function categoryId(category: string): string {
  return `urn:vmomi:InventoryServiceCategory:${uuidOf(`category ${category}`)}:GLOBAL`;
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
