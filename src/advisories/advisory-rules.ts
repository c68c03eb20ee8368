import { type FixState, fixState } from '../checks/values/fix-state.ts';
import { KNOWN_RELEASES } from '../checks/values/release-branch.ts';
import type { Exploitation } from '../model/advisory.ts';
import type { Fix } from '../model/check.ts';
import type { RuleFile } from '../rules/schema/rule-schema.ts';
import type { AdvisoryFile, FixEntry, FixGroup } from './advisory-file.ts';

/** The pack whose rules are made of a file of advisories. */
export const ADVISORY_PACK = 'advisories';

/** One rule for each fix group of each advisory, with examples of both sides. Pure. */
export function advisoryRules(file: AdvisoryFile): readonly RuleFile[] {
  return file.advisories.flatMap(({ id, published, groups }) =>
    groups.map((group) => ruleOf({ id, published, group, file })),
  );
}

/** Id of the rule of a fix group: that of its advisory and its first fault. */
export function advisoryRuleId(advisory: string, { cves }: Pick<FixGroup, 'cves'>): string {
  return `${ADVISORY_PACK}/${slug(advisory)}-${slug(cves[0] ?? '')}`;
}

interface RuleSource {
  readonly id: string;
  readonly published: string;
  readonly group: FixGroup;
  readonly file: AdvisoryFile;
}

function ruleOf({ id, published, group, file }: RuleSource): RuleFile {
  const { cves, severity, workaround, mitigatedIf, cvss } = group;
  const fixes = Object.fromEntries(group.fixes.map((entry) => [entry.version, fixOf(entry)]));
  const named = group.fixes.flatMap(({ version, build, name }) =>
    build === undefined ? [] : [{ version, build: String(build), name: name ?? `build ${build}` }],
  );
  const exploited = exploitation(group, published, file);
  return {
    id: advisoryRuleId(id, group),
    title: `The release has the fix of ${id} (${cvesText(cves)})`,
    severity,
    because: becauseOf({ id, published, group, file }, exploited),
    references: [id, ...cves],
    check: { fixedIn: { published, ...fixes } },
    ...(mitigatedIf === undefined ? {} : { mitigatedIf }),
    advisory: {
      id,
      cves: [...cves],
      published,
      ...(cvss === undefined ? {} : { cvss }),
      exploited,
      ...(workaround === undefined ? {} : { workaround }),
      fixes: named.filter(({ version }) => typeof fixes[version] === 'number'),
      asOf: file.asOf,
    },
    examples: examplesOf(fixes, published),
  };
}

/** What is not told by the maker or by two sources decides nothing. */
function fixOf({ build, word, confidence }: FixEntry): Fix {
  if (!confidence.startsWith('C')) return 'unknown';
  return build ?? word ?? 'unknown';
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

function cvesText(cves: readonly string[]): string {
  const [first = '', ...more] = cves;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

function exploitation(group: FixGroup, published: string, { exploited }: AdvisoryFile): Exploitation {
  const { exploited: known } = group;
  if (known !== undefined) {
    return { state: 'exploited', date: known.since, source: known.source, ransomware: known.ransomware === true };
  }
  const state = published > exploited.asOf ? 'unknown' : 'not-listed';
  return { state, date: exploited.asOf, source: exploited.list, ransomware: false };
}

function becauseOf({ id, published, group, file }: RuleSource, exploited: Exploitation): string {
  const { about, cvss, workaround } = group;
  const score = cvss === undefined ? '' : `, CVSS ${cvss}`;
  return [
    `${id} of ${published}${score}.`,
    ...(about === undefined ? [] : [about]),
    exploitedSentence(exploited),
    ...(workaround === undefined ? [] : [`Workaround: ${workaround}`]),
    `By data of ${file.asOf}; of ESXi alone.`,
  ].join(' ');
}

function exploitedSentence({ state, date, source, ransomware }: Exploitation): string {
  switch (state) {
    case 'exploited':
      return `Exploited since ${date}${ransomware ? ', by ransomware too' : ''} (${source}).`;
    case 'not-listed':
      return `Not listed as exploited on ${date} (${source}).`;
    case 'unknown':
      return `Whether it is exploited is not known: the list is of ${date}, and older (${source}).`;
  }
}

type Example = RuleFile['examples'][number];

/** Releases of either side, from the ends of each version and from around the fixes: all of the catalog would take long. */
function examplesOf(fixes: Readonly<Record<string, Fix>>, published: string): Example[] {
  const builds = new Set(Object.values(fixes));
  const near = SORTED.filter(
    ({ build, version }, at) =>
      builds.has(build) ||
      builds.has(SORTED[at + 1]?.build ?? 'unknown') ||
      SORTED[at + 1]?.version !== version ||
      SORTED[at - 1]?.version !== version,
  );
  const judged = near.map((release) => ({
    ...release,
    state: fixState({ ...release, base: null }, { fixes, published }),
  }));
  const ofStatus = (...statuses: readonly FixState['status'][]) =>
    judged.filter(({ state }) => statuses.includes(state.status));
  const [fixed, affected, unclear] = [ofStatus('fixed', 'not-affected'), ofStatus('affected'), ofStatus('unknown')];
  return [
    ...ends(fixed).map((each) => exampleOf(each, 'pass')),
    ...ends(affected).map((each) => exampleOf(each, 'fail')),
    ...ends(unclear).map((each) => exampleOf(each, 'unknown')),
  ];
}

/** Every release of the catalog, by version and by build within it. */
const SORTED = [...KNOWN_RELEASES]
  .map(([build, { version }]) => ({ build, version }))
  .toSorted((one, other) =>
    one.version === other.version ? one.build - other.build : one.version < other.version ? -1 : 1,
  );

function ends<Each>(all: readonly Each[]): readonly Each[] {
  return all.length < 2 ? all : [all[0], all.at(-1)].filter((each) => each !== undefined);
}

/** Booted long after any release, with nothing staged. */
function exampleOf(of: { readonly version: string; readonly build: number }, verdict: Example['verdict']): Example {
  return {
    facts: {
      'host.version': of.version,
      'host.build': of.build,
      'host.bootTime': '2099-01-01T00:00:00Z',
      'host.stagedBase': 'absent',
    },
    verdict,
  };
}
