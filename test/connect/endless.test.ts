import { asyncProperty, assert, constantFrom, integer, record, array, boolean } from 'fast-check';
import { expect, test } from 'vitest';
import type { EsxcheckError } from '../../src/model/errors.ts';
import { openSession, type RetrieveRequest, type Session } from '../../src/connect/session.ts';
import { answer, CREDENTIALS, fault, hosts, startVcenter, type Answer } from './support/vcenter.ts';
import type { Reply } from './support/server.ts';
import { runs } from '../support/sample.ts';

const PROPERTIES = [{ type: 'HostSystem', paths: ['name'] }];
const VIEW: RetrieveRequest = {
  properties: PROPERTIES,
  view: { container: { type: 'Folder', value: 'group-d1' }, types: ['HostSystem'] },
};
const NAMED: RetrieveRequest = {
  properties: PROPERTIES,
  objects: [1, 2, 3].map((n) => ({ type: 'HostSystem', value: `host-${n}` })),
};

function page(content: string, token: string | null): Reply {
  const told = token === null ? '' : `<token>${token}</token>`;
  return answer('RetrievePropertiesEx', `<returnval>${told}${content}</returnval>`);
}

/** How each page of an endless list is made; the last one is repeated for ever. */
interface PageKind {
  readonly objects: number;
  readonly token: 'new' | 'same';
  /** The same hosts as on the page before. */
  readonly again: boolean;
}

/** A server that never ends: what it answers to the nth page, and how often it was asked. */
function endless(kinds: readonly PageKind[]): Readonly<Record<string, Answer>> & { asked: () => number } {
  let pages = 0;
  let next = 1;
  const serve = (): Reply => {
    const kind = kinds[Math.min(pages, kinds.length - 1)] ?? { objects: 1, token: 'new', again: false };
    pages += 1;
    if (!kind.again) next += kind.objects;
    const content = kind.objects === 0 ? '' : hosts(next - kind.objects, next - 1);
    return page(content, kind.token === 'same' ? 'same' : `t-${pages}`);
  };
  const answers = { RetrievePropertiesEx: serve, ContinueRetrievePropertiesEx: serve };
  return Object.assign(answers, { asked: () => pages });
}

async function readAll(session: Session, request: RetrieveRequest): Promise<number> {
  let count = 0;
  for await (const _content of session.retrieve(request)) count += 1;
  return count;
}

async function refusal(answers: Readonly<Record<string, Answer>>, request: RetrieveRequest): Promise<EsxcheckError> {
  await using vcenter = await startVcenter(answers);
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  const error = await readAll(session, request).then(
    () => new Error('it came to an end'),
    (thrown: unknown) => thrown,
  );
  return error as EsxcheckError;
}

test.each([
  ['the same token again', { objects: 1, token: 'same', again: true }, 'a page token comes a second time', 2],
  ['a page without any object', { objects: 0, token: 'new', again: false }, 'without any object', 1],
] as const)('%s is refused, and said so', async (_what, kind, words, pages) => {
  for (const request of [VIEW, NAMED]) {
    const answers = endless([kind]);
    const error = await refusal(answers, request);
    expect(error).toMatchObject({ code: 'ANSWER_WITHOUT_END' });
    expect(error.message).toMatch(/^localhost:\d+ sends a list that does not end: /);
    expect(error.message).toContain(words);
    expect(answers.asked()).toBe(pages);
  }
});

test('pages of hundreds, without end, are refused at a number of objects that no vCenter has', async () => {
  const answers = endless([{ objects: 100, token: 'new', again: false }]);
  const error = await refusal(answers, VIEW);
  expect(error.message).toContain('it has more than 50000 objects');
  expect(answers.asked()).toBeLessThanOrEqual(501);
}, 60_000);

test('pages of one object, without end, are refused at a number of pages', async () => {
  const answers = endless([{ objects: 1, token: 'new', again: false }]);
  const error = await refusal(answers, VIEW);
  expect(error.message).toContain('it has more than 3000 pages');
  expect(answers.asked()).toBe(3000);
}, 60_000);

const KIND = record({
  objects: integer({ min: 0, max: 3 }),
  token: constantFrom('new' as const, 'same' as const),
  again: boolean(),
});

test('whatever pages a server makes up, a list of three named hosts takes a few calls, and is refused', async () => {
  await assert(
    asyncProperty(array(KIND, { minLength: 1, maxLength: 6 }), async (kinds) => {
      const answers = endless(kinds);
      const error = await refusal(answers, NAMED);
      expect(error.code).toBe('ANSWER_WITHOUT_END');
      expect(answers.asked()).toBeLessThanOrEqual(2 * 3 + 100);
    }),
    { numRuns: runs(25) },
  );
}, 60_000);

test('what was promised is given back when a list is refused', async () => {
  await using vcenter = await startVcenter(endless([{ objects: 1, token: 'same', again: true }]));
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(readAll(session, VIEW)).rejects.toMatchObject({ code: 'ANSWER_WITHOUT_END' });
  expect(vcenter.calls.slice(-2).map(({ method }) => method)).toEqual(['CancelRetrievePropertiesEx', 'DestroyView']);
  await session.close();
});

test('one time-out holds for the whole list: a server that is in time with every page is not followed for ever', async () => {
  let pages = 0;
  const serve = async (): Promise<Reply> => {
    pages += 1;
    await new Promise((resolve) => setTimeout(resolve, 120));
    return page(hosts(pages, pages), `t-${pages}`);
  };
  await using vcenter = await startVcenter({ RetrievePropertiesEx: serve, ContinueRetrievePropertiesEx: serve });
  await using session = await openSession(vcenter.trusted({ timeoutMs: 200 }), CREDENTIALS);
  const began = Date.now();
  await expect(readAll(session, VIEW)).rejects.toMatchObject({
    code: expect.stringMatching(/ANSWER_WITHOUT_END|TIMEOUT/) as string,
  });
  expect(Date.now() - began).toBeLessThan(5000);
  expect(pages).toBeLessThan(25);
});

test('pages that are together larger than two answers may be are refused', async () => {
  const filler = 'x'.repeat(30_000);
  let pages = 0;
  const serve = (): Reply => {
    pages += 1;
    return page(`<objects><obj type="HostSystem">host-${pages}</obj><note>${filler}</note></objects>`, `t-${pages}`);
  };
  await using vcenter = await startVcenter({ RetrievePropertiesEx: serve, ContinueRetrievePropertiesEx: serve });
  await using session = await openSession(vcenter.trusted({ maxResponseBytes: 1024 * 1024 }), CREDENTIALS);
  await expect(readAll(session, VIEW)).rejects.toMatchObject({
    message: expect.stringContaining('it has more than 2 MiB') as string,
  });
  expect(pages).toBeLessThan(80);
});

const list = (numbers: readonly number[]): string => numbers.map((n) => hosts(n, n)).join('');

/** A server that refuses the second page of its hosts, and tells of a view these members. */
function refusingPages(members: readonly number[]): Readonly<Record<string, Answer>> {
  const told = members
    .map((n) => `<ManagedObjectReference type="HostSystem">host-${n}</ManagedObjectReference>`)
    .join('');
  const val = `<val xsi:type="ArrayOfManagedObjectReference">${told}</val>`;
  return {
    ContinueRetrievePropertiesEx: () => fault('NoPermission'),
    RetrievePropertiesEx: ({ body }) => {
      const ofView = /<pathSet>view<\/pathSet>/.test(body);
      const named = [...body.matchAll(/<obj type="HostSystem">host-(\d+)/g)].map(([, n]) => Number(n));
      if (ofView) {
        return page(
          `<objects><obj type="ContainerView">session[1]view-0</obj><propSet><name>view</name>${val}</propSet></objects>`,
          null,
        );
      }
      return named.length > 0 ? page(list(named), null) : page(list([1, 2, 3]), 't-1');
    },
  };
}

test('where further pages are refused, the rest is read by name', async () => {
  await using vcenter = await startVcenter(refusingPages([1, 2, 3, 4, 5]));
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session, VIEW)).toBe(5);
});

test.each([
  ['no more than came before the refusal', [1, 2, 3]],
  ['less than came before the refusal', [1, 2]],
  ['others than came before the refusal', [1, 2, 4, 5, 6]],
])('a view that tells of %s is no whole view', async (_what, members) => {
  expect(await refusal(refusingPages(members), VIEW)).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
});
