import { z } from 'zod';
import { categoryId, tagId, type TagSpec } from '../estate/labels.ts';
import type { World } from '../world/world.ts';

/** A REST answer before it is written: the value, or the kind of error. */
export type RestAnswer =
  | { readonly value: unknown }
  | { readonly error: 'NOT_FOUND' | 'UNAUTHORIZED' | 'INVALID_ARGUMENT' };

/** Every tag of the estate, each once. */
function tagsOf({ estate, inventory }: World): ReadonlyMap<string, TagSpec> {
  const attached = [...inventory.labels.values()].flatMap(({ tags }) => tags);
  return new Map([...estate.tags, ...attached].map((tag) => [tagId(tag), tag]));
}

export function listTags(world: World): RestAnswer {
  return { value: [...tagsOf(world).keys()] };
}

export function listCategories(world: World): RestAnswer {
  return { value: [...new Set([...tagsOf(world).values()].map(({ category }) => categoryId(category)))] };
}

export function getTag(world: World, id: string): RestAnswer {
  const tag = tagsOf(world).get(id);
  if (tag === undefined) return { error: 'NOT_FOUND' };
  return { value: { id, name: tag.name, description: '', category_id: categoryId(tag.category), used_by: [] } };
}

export function getCategory(world: World, id: string): RestAnswer {
  const found = [...tagsOf(world).values()].find(({ category }) => categoryId(category) === id);
  if (found === undefined) return { error: 'NOT_FOUND' };
  const rest = { description: '', cardinality: 'MULTIPLE', associable_types: [], used_by: [] };
  return { value: { id, name: found.category, ...rest } };
}

const asked = z.object({ object_ids: z.array(z.object({ id: z.string(), type: z.string() })) });

/** One that is not there refuses the whole call (docs/internals/rest.md 1.2). */
export function attachedTags(world: World, body: unknown): RestAnswer {
  const given = asked.safeParse(body);
  if (!given.success) return { error: 'INVALID_ARGUMENT' };
  const objects = given.data.object_ids;
  if (objects.some(({ id, type }) => world.find(id, type) === undefined)) return { error: 'UNAUTHORIZED' };
  const value = objects.map(({ id, type }) => ({
    object_id: { id, type },
    tag_ids: (world.inventory.labels.get(id)?.tags ?? []).map(tagId),
  }));
  return { value };
}
