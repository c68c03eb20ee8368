import type { World } from '../world/world.ts';
import { getConfigurationCompliance, getSoftware, getSoftwareCompliance } from './ownership.ts';
import { attachedTags, getCategory, getTag, listCategories, listTags, type RestAnswer } from './tagging.ts';

/** `/api` since 7.0 U2, or `/rest` before. */
export type RestForm = 'api' | 'rest';

/** What a request asks for, in whichever form. */
export interface RestOperation {
  /** As counters and troubles know it. */
  readonly name: string;
  /** What an account must hold; null: nothing beside a session. */
  readonly privilege: string | null;
  readonly answer: (world: World, body: unknown) => RestAnswer;
}

interface Route {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api` and below `/rest`; `{}` stands for an id. Null where the form does not have it. */
  readonly paths: Readonly<Record<RestForm, string | null>>;
  readonly privilege?: string;
  readonly answer: (world: World, asked: { readonly id: string; readonly body: unknown }) => RestAnswer;
}

const NOTHING: Route['answer'] = () => ({ value: null });

/** Every REST operation that the simulator knows. */
const ROUTES: readonly Route[] = [
  { name: 'rest-login', method: 'POST', paths: { api: '/session', rest: '/com/vmware/cis/session' }, answer: NOTHING },
  {
    name: 'rest-logout',
    method: 'DELETE',
    paths: { api: '/session', rest: '/com/vmware/cis/session' },
    answer: NOTHING,
  },
  { name: 'rest-tags', method: 'GET', paths: tagging('/tag'), answer: listTags },
  { name: 'rest-categories', method: 'GET', paths: tagging('/category'), answer: listCategories },
  {
    name: 'rest-tag',
    method: 'GET',
    paths: { api: '/cis/tagging/tag/{}', rest: '/com/vmware/cis/tagging/tag/id:{}' },
    answer: (world, { id }) => getTag(world, id),
  },
  {
    name: 'rest-category',
    method: 'GET',
    paths: { api: '/cis/tagging/category/{}', rest: '/com/vmware/cis/tagging/category/id:{}' },
    answer: (world, { id }) => getCategory(world, id),
  },
  {
    name: 'rest-attached-tags',
    method: 'POST',
    paths: {
      api: '/cis/tagging/tag-association?action=list-attached-tags-on-objects',
      rest: '/com/vmware/cis/tagging/tag-association?~action=list-attached-tags-on-objects',
    },
    answer: (world, { body }) => attachedTags(world, body),
  },
  {
    name: 'rest-cluster-image',
    method: 'GET',
    paths: settings('software'),
    privilege: 'VcIntegrity.lifecycleSoftwareSpecification.Read',
    answer: (world, { id }) => getSoftware(world, id),
  },
  {
    name: 'rest-cluster-image-compliance',
    method: 'GET',
    paths: settings('software/compliance'),
    privilege: 'VcIntegrity.lifecycleSoftwareSpecification.Read',
    answer: (world, { id }) => getSoftwareCompliance(world, id),
  },
  {
    name: 'rest-cluster-configuration-compliance',
    method: 'GET',
    paths: settings('configuration/reports/last-compliance-result'),
    privilege: 'VcIntegrity.ClusterConfiguration.View',
    answer: (world, { id }) => getConfigurationCompliance(world, id),
  },
];

/** Of a cluster; under `/api` alone (docs/internals/rest.md 3). */
function settings(path: string): Route['paths'] {
  return { api: `/esx/settings/clusters/{}/${path}`, rest: null };
}

function tagging(path: string): Route['paths'] {
  return { api: `/cis/tagging${path}`, rest: `/com/vmware/cis/tagging${path}` };
}

/** Null for a path that is not there. */
export function operationOf(method: string, url: string, form: RestForm): RestOperation | null {
  const path = url.slice(`/${form}`.length);
  for (const route of ROUTES) {
    const pattern = route.paths[form];
    const id = pattern === null || route.method !== method ? null : idIn(path, pattern);
    if (id === null) continue;
    const { name, privilege = null } = route;
    return { name, privilege, answer: (world, body) => route.answer(world, { id, body }) };
  }
  return null;
}

/** What stands in the place of `{}`, decoded; '' where the pattern has none; null where the path is another. */
function idIn(path: string, pattern: string): string | null {
  const [before = '', after] = pattern.split('{}');
  if (after === undefined) return path === pattern ? '' : null;
  if (!path.startsWith(before) || !path.endsWith(after)) return null;
  const id = path.slice(before.length, path.length - after.length);
  return /^[^/?]+$/.test(id) ? decoded(id) : null;
}

function decoded(id: string): string | null {
  try {
    return decodeURIComponent(id);
  } catch {
    return null;
  }
}
