import pMap from 'p-map';
import type { Session } from '../connect/session.ts';
import {
  type HostAttribute,
  type HostLabels,
  type HostTag,
  LABEL_PATHS,
  type LabelDemand,
  type LabelOrigin,
} from '../model/host-labels.ts';
import type { Problem } from '../model/problem.ts';
import { attachedTags, category, tag } from '../rest/tagging.ts';
import type { Moref } from '../vim/moref.ts';
import { morefKey } from '../vim/moref.ts';
import { readAttributeValues } from './custom-attributes.ts';
import type { InventoryHost, InventoryLine, InventoryNode } from './inventory.ts';
import { problemFromRest } from './rest-problem.ts';

/** Objects in one question about tags; nobody has written how many a vCenter takes (docs/internals/rest.md 2). */
const OBJECTS_A_QUESTION = 500;
const IN_FLIGHT = 4;

/**
 * The hosts with the labels that are demanded: of the host itself and of what stands above it, up to the datacenter and its
 * folders. What the server would not tell makes them null, with the reason; it ends nothing.
 */
export async function withLabels(
  session: Session,
  hosts: readonly InventoryHost[],
  demand: LabelDemand,
  signal?: AbortSignal,
): Promise<readonly InventoryHost[]> {
  const options = signal === undefined ? {} : { signal };
  const tags = demand.tags ? await readTags(session, hosts, options) : null;
  const attributes = demand.attributes ? await readAttributeValues(session, hosts, options) : null;
  return hosts.map((host) => {
    const ofTags = tags === null ? null : labelsOf(host, tags, tagsOf);
    const ofAttributes = attributes === null ? null : labelsOf(host, attributes, attributesOf);
    const { line: _line, ...plain } = host;
    const labels: HostLabels = {
      ...(ofTags === null ? {} : { tags: ofTags.labels }),
      ...(ofAttributes === null ? {} : { attributes: ofAttributes.labels }),
    };
    const problems = { ...problemAt(LABEL_PATHS.tags, ofTags), ...problemAt(LABEL_PATHS.attributes, ofAttributes) };
    return { ...plain, ...labels, ...(Object.keys(problems).length === 0 ? {} : { unreadLabels: problems }) };
  });
}

function problemAt(path: string, read: Labels<unknown> | null): Readonly<Record<string, Problem>> {
  return read === null || read.problem === null ? {} : { [path]: read.problem };
}

/** What was read of objects by their key, or why nothing was. */
type ByObject<T> = ReadonlyMap<string, T | Problem> | Problem;

interface Labels<T> {
  readonly labels: readonly T[] | null;
  readonly problem: Problem | null;
}

const UNSEEN_ABOVE: Problem = {
  code: 'no-permission',
  detail: 'the account does not see all that stands above the host, and what is attached there',
};

function labelsOf<Raw extends object, T>(
  { line }: InventoryHost,
  read: ByObject<Raw>,
  join: (line: InventoryLine, of: (node: InventoryNode) => Raw) => readonly T[],
): Labels<T> {
  if (isProblem(read)) return { labels: null, problem: read };
  if (line === undefined || !line.isWhole) return { labels: null, problem: UNSEEN_ABOVE };
  for (const { object } of line.nodes) {
    const found = read.get(morefKey(object)) ?? UNSEEN_ABOVE;
    if (isProblem(found)) return { labels: null, problem: found };
  }
  return { labels: join(line, ({ object }) => read.get(morefKey(object)) as Raw), problem: null };
}

function isProblem(value: object): value is Problem {
  return 'code' in value && 'detail' in value;
}

const ON: Readonly<Record<string, LabelOrigin['on']>> = {
  HostSystem: 'host',
  ClusterComputeResource: 'cluster',
  ComputeResource: 'compute-resource',
  Folder: 'folder',
  Datacenter: 'datacenter',
};

function originOf({ object, name }: InventoryNode): LabelOrigin {
  return { on: ON[object.type] ?? 'folder', of: name };
}

type NamedTags = readonly Pick<HostTag, 'category' | 'name'>[];

/** Each tag once, from where it is nearest. */
function tagsOf({ nodes }: InventoryLine, of: (node: InventoryNode) => NamedTags): readonly HostTag[] {
  const found = new Map<string, HostTag>();
  for (const node of nodes) {
    for (const { category: kind, name } of of(node)) {
      const key = JSON.stringify([kind, name]);
      if (!found.has(key)) found.set(key, { category: kind, name, ...originOf(node) });
    }
  }
  return [...found.values()].sort((one, other) =>
    compare(`${one.category}=${one.name}`, `${other.category}=${other.name}`),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Of one name the nearest value. */
function attributesOf(
  { nodes }: InventoryLine,
  of: (node: InventoryNode) => ReadonlyMap<string, string>,
): readonly HostAttribute[] {
  const found = new Map<string, HostAttribute>();
  for (const node of nodes) {
    for (const [name, value] of of(node)) {
      if (!found.has(name)) found.set(name, { name, value, ...originOf(node) });
    }
  }
  return [...found.values()].sort((one, other) => compare(one.name, other.name));
}

interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** Each object of the inventory is asked for once, each tag and category that turns up too. */
async function readTags(
  session: Session,
  hosts: readonly InventoryHost[],
  options: ReadOptions,
): Promise<ByObject<NamedTags>> {
  const objects = new Map<string, Moref>();
  for (const { line } of hosts) {
    if (line?.isWhole === true) for (const { object } of line.nodes) objects.set(morefKey(object), object);
  }
  try {
    return await tagsByObject(session, [...objects.values()], options);
  } catch (error) {
    return problemFromRest(error, { notFound: 'fault' });
  }
}

async function tagsByObject(
  session: Session,
  objects: readonly Moref[],
  options: ReadOptions,
): Promise<ByObject<NamedTags>> {
  const { rest } = session;
  const questions = Array.from({ length: Math.ceil(objects.length / OBJECTS_A_QUESTION) }, (_, index) =>
    objects.slice(index * OBJECTS_A_QUESTION, (index + 1) * OBJECTS_A_QUESTION),
  );
  const limits = { concurrency: IN_FLIGHT, ...options };
  const answers = await pMap(questions, (asked) => rest.call(attachedTags(asked), options), limits);
  const attached = answers.flat();
  const ids = [...new Set(attached.flatMap(({ tags }) => tags))];
  const tags = new Map(await pMap(ids, async (id) => [id, await rest.call(tag(id), options)] as const, limits));
  const kinds = [...new Set([...tags.values()].map((one) => one.category))];
  const names = new Map(await pMap(kinds, async (id) => [id, await rest.call(category(id), options)] as const, limits));
  const named = (id: string) => {
    const found = tags.get(id);
    return { category: names.get(found?.category ?? '') ?? '', name: found?.name ?? '' };
  };
  return new Map(attached.map(({ object, tags: own }) => [morefKey(object), own.map(named)]));
}
