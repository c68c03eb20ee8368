import { z } from 'zod';
import type { RestCall } from './call.ts';
import { RestAnswerError } from './json.ts';
import { shapeOf } from './shape.ts';

/** An object of the inventory, by type and managed object id. */
export interface TaggedObject {
  readonly type: string;
  readonly value: string;
}

/** The ids of the tags that are attached to an object itself. */
export interface AttachedTags {
  readonly object: TaggedObject;
  readonly tags: readonly string[];
}

/** A name by which people know a tag or a category. Hostile until it is shown. */
export interface NamedTag {
  readonly name: string;
  readonly category: string;
}

/** Ids go into paths (docs/internals/rest.md 2). */
const id = z.string().regex(/^urn:[\w:-]{1,200}$/);
/** vSphere's own names have at most 256 characters. */
const name = z.string().min(1).max(1024);

const attachedSchema = z
  .array(
    z.object({
      object_id: z.object({ type: z.string(), id: z.string() }),
      // vcsim writes null for none.
      tag_ids: z.array(id).nullable(),
    }),
  )
  .nullable();
const tagSchema = z.object({ id, name, category_id: id });
const categorySchema = z.object({ id, name });

/**
 * The tags of these objects, in any order. That each object is answered for, once, and nothing else, is part of the answer's
 * form: what is missing would look like an object without tags.
 */
export function attachedTags(objects: readonly TaggedObject[]): RestCall<readonly AttachedTags[]> {
  return {
    name: 'rest-attached-tags',
    method: 'POST',
    api: '/api/cis/tagging/tag-association?action=list-attached-tags-on-objects',
    rest: '/rest/com/vmware/cis/tagging/tag-association?~action=list-attached-tags-on-objects',
    body: { object_ids: objects.map(({ type, value }) => ({ id: value, type })) },
    decode: (value) => {
      const told = shapeOf(attachedSchema, value) ?? [];
      const attached = told.map(({ object_id, tag_ids }) => ({
        object: { type: object_id.type, value: object_id.id },
        tags: [...new Set(tag_ids ?? [])],
      }));
      requireEach(objects, attached);
      return attached;
    },
  };
}

/** One tag: its name, and the id of its category. */
export function tag(tagId: string): RestCall<NamedTag> {
  return {
    name: 'rest-tag',
    method: 'GET',
    ...pathsOf('tag', tagId),
    body: null,
    decode: (value) => {
      const told = shapeOf(tagSchema, value);
      requireSame(told.id, tagId);
      return { name: told.name, category: told.category_id };
    },
  };
}

/** The name of a category. */
export function category(categoryId: string): RestCall<string> {
  return {
    name: 'rest-category',
    method: 'GET',
    ...pathsOf('category', categoryId),
    body: null,
    decode: (value) => {
      const told = shapeOf(categorySchema, value);
      requireSame(told.id, categoryId);
      return told.name;
    },
  };
}

function pathsOf(kind: 'tag' | 'category', idOfIt: string): { readonly api: string; readonly rest: string } {
  const encoded = encodeURIComponent(idOfIt);
  return { api: `/api/cis/tagging/${kind}/${encoded}`, rest: `/rest/com/vmware/cis/tagging/${kind}/id:${encoded}` };
}

function requireSame(told: string, asked: string): void {
  if (told !== asked) throw new RestAnswerError('the answer is about something else than was asked for');
}

function requireEach(asked: readonly TaggedObject[], told: readonly AttachedTags[]): void {
  const wanted = new Set(asked.map(keyOf));
  const answered = new Set(told.map(({ object }) => keyOf(object)));
  if (answered.size < told.length) throw new RestAnswerError('the answer names an object twice');
  if ([...answered].some((key) => !wanted.has(key))) {
    throw new RestAnswerError('the answer names an object that was not asked for');
  }
  const missing = wanted.size - answered.size;
  if (missing > 0) throw new RestAnswerError(`the answer lacks ${missing} of the ${wanted.size} objects asked for`);
}

function keyOf({ type, value }: TaggedObject): string {
  return `${type}:${value}`;
}
