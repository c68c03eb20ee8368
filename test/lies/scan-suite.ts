import type { Rule } from '../../src/model/rule.ts';
import type { Heard } from '../../src/simulator/lies/heard.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Driven } from './apply-suite.ts';
import { keysOfLie, liesAt, requestsOf } from './every-lie.ts';
import { SUBJECTS, type Telling } from './hosts.ts';
import { type Readers, readersOfRequests, requestsOfScan } from './readers.ts';
import { type Choice, chosen } from '../support/sample.ts';
import { everyRule, type Judged, scanWithLies, scanWithServerLies, truthsOfScan } from './scan-law.ts';

/** Liars in one vCenter. */
const AT_ONCE = 400;

/** Where a host is found at all: only a scan of everything does not choose by it. */
const PLACE = /^property (HostSystem|ClusterComputeResource)\.(name|parent)$/;
/** One host profile that cannot be read leaves open whose it is: such lies are not told beside others. */
const SPREADING = /^property HostProfile/;
const LIARS = SUBJECTS.map((subject) => `${subject}-*`);

/** Tells every lie, or a sample, about hosts: those that the same rules ask about are told in one vCenter. */
export async function lieToScans(choice: Choice): Promise<Driven> {
  const heard = await requestsOfScan();
  const tellings = heard.flatMap((each) => tellingsAt(each));
  const taken = chosen(tellings, keysOfLie, choice);
  const ofHosts = new Set(heard.filter((each) => each.ofHosts).map(({ id }) => id));
  const truths = await truthsOfScan();
  const judged: Judged[] = [];
  // A sample is told to all rules at once, which spares finding out which of them asks what.
  const readers = choice.seed === null ? await readersOfRequests() : null;
  for (const { rules, scope, told } of await grouped(
    taken.filter(({ lie }) => ofHosts.has(lie.at)),
    readers,
  )) {
    for (let i = 0; i < told.length; i += AT_ONCE)
      judged.push(...(await scanWithLies(told.slice(i, i + AT_ONCE), truths, rules, scope)));
  }
  const ofServer = taken.filter(({ lie: { at } }) => !ofHosts.has(at)).map(({ lie }) => lie);
  if (ofServer.length > 0) judged.push(...(await scanWithServerLies(ofServer, truths)));
  return { seen: heard.map(({ id }) => id), open: requestsOf(tellings), fates: judged };
}

/** A lie is an object of its own for each host: who told it is known by it. */
function tellingsAt(heard: Heard): readonly Telling[] {
  return liesAt(heard).flatMap((lie) =>
    heard.ofHosts ? SUBJECTS.map((subject): Telling => ({ subject, lie: { ...lie } })) : [{ subject: 'good', lie }],
  );
}

interface Group {
  readonly rules: readonly Rule[];
  readonly scope: readonly string[];
  readonly told: Telling[];
}

async function grouped(tellings: readonly Telling[], readers: Readers | null): Promise<Iterable<Group>> {
  const groups = new Map<string, Group>();
  for (const telling of tellings) {
    const { at } = telling.lie satisfies Lie;
    const rules = PLACE.test(at) || readers === null ? await everyRule() : readers(at);
    const scope = PLACE.test(at) ? [] : LIARS;
    const apart = SPREADING.test(at) ? [at] : [];
    const key = [...apart, ...scope, ...rules.map(({ id }) => id)].join(' ');
    const group = groups.get(key) ?? { rules, scope, told: [] };
    groups.set(key, group);
    group.told.push(telling);
  }
  return groups.values();
}
