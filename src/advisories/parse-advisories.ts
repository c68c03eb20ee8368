import { z } from 'zod';
import { closed } from '../checks/schema/closed.ts';
import { KNOWN_RELEASES } from '../checks/values/release-branch.ts';
import { SEVERITIES } from '../model/rule.ts';
import { mitigation } from '../rules/schema/rule-schema.ts';
import { type Diagnostic, invalid } from '../yaml/diagnostic.ts';
import { parseYaml, type YamlDocument } from '../yaml/document.ts';
import { describeIssue, locate } from '../yaml/schema-issue.ts';
import { ADVISORY_FORMAT, type AdvisoryFile, FIX_CONFIDENCES, type FixEntry, type FixGroup } from './advisory-file.ts';
import { advisoryRuleId } from './advisory-rules.ts';

const day = z.iso.date({ error: 'a date such as 2026-11-30 was expected' });
const words = z.string().trim().min(1).max(1_000);
const name = z.string().trim().min(1).max(100);

const fix = closed({
  version: z
    .string({ error: "a version such as '8.0.3', or a line such as '8.0', was expected (quote it)" })
    .regex(/^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/, {
      error: "a version such as '8.0.3', or a line such as '8.0', was expected",
    }),
  build: z.int().min(1).max(999_999_999_999).optional().describe('The first build that holds the fix.'),
  name: name.optional().describe('The name of that release.'),
  word: z.enum(['notAffected', 'noFix', 'unknown']).optional(),
  confidence: z
    .enum(FIX_CONFIDENCES)
    .describe('C1: its maker says so. C2: two sources. What is less counts as unknown.'),
  source: words,
}).refine(({ build, word }) => (build === undefined) !== (word === undefined), {
  error: 'either build or word was expected',
});

const group = closed({
  cves: z
    .array(z.string().regex(/^CVE-\d{4}-\d{4,7}$/, { error: 'a number such as CVE-2025-22224 was expected' }))
    .min(1)
    .max(50),
  severity: z.enum(SEVERITIES),
  about: z.string().trim().min(1).max(500).optional().describe('What the fault is, in a sentence.'),
  cvss: z.number().min(0).max(10).optional(),
  exploited: closed({
    since: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, {
      error: 'a date such as 2025-03-04, or a month, was expected',
    }),
    source: z.string().trim().min(1).max(200),
    ransomware: z.boolean().optional(),
  })
    .optional()
    .describe('There where it is known to be exploited.'),
  workaround: z.string().trim().min(1).max(500).optional(),
  mitigatedIf: mitigation.optional().describe('Checks that a host passes while the workaround is in place.'),
  fixes: z.array(fix).min(1).max(50),
});

const advisory = closed({
  id: name.regex(/^[\w.-]+$/, { error: 'an id such as VMSA-2025-0004 was expected' }),
  published: day,
  groups: z.array(group).min(1).max(50).describe('Faults that are fixed by the same builds.'),
});

const advisoryFile = closed({
  format: z.literal(ADVISORY_FORMAT),
  asOf: day.describe('The day of what is told here.'),
  exploited: closed({ list: z.string().trim().min(1).max(200), asOf: day }).describe(
    'The list of exploited faults that was looked through.',
  ),
  advisories: z.array(advisory).min(1).max(2_000),
});

/** The JSON Schema (2020-12) of a file of advisories, for editors. */
export function advisoriesJsonSchema(): object {
  return z.toJSONSchema(advisoryFile.meta({ title: 'Advisories for esxcheck' }), { io: 'input' });
}

const MAX_BYTES = 4 * 1024 * 1024;
const CODE = 'ADVISORIES_INVALID';

/**
 * Reads a file of advisories: JSON, or YAML of the same keys. Pure. Throws ADVISORIES_INVALID, each mistake with its line: what
 * does not fit, what is cut, what is said twice, and what speaks against itself or against the catalog.
 */
export function parseAdvisories(text: string, file: string, now: Date): AdvisoryFile {
  const document = parseYaml(text, file, { noun: 'file of advisories', maxBytes: MAX_BYTES });
  if (!('value' in document)) throw invalid(CODE, document);
  const fitted = advisoryFile.safeParse(document.value);
  if (!fitted.success) throw invalid(CODE, locate(document, fitted.error.issues.flatMap(describeIssue)));
  const mistakes = [...early(fitted.data, document, now), ...contradictions(fitted.data, document)];
  if (mistakes.length > 0) throw invalid(CODE, mistakes);
  return fitted.data;
}

/** Nobody knows what is said of days that have not come; a file of one would never be called old. */
function early({ asOf, advisories }: AdvisoryFile, document: YamlDocument, now: Date): readonly Diagnostic[] {
  const today = new Date(now.getTime() + DAY).toISOString().slice(0, 10);
  const file = asOf > today ? [document.diagnosticAt(['asOf'], `${asOf} has not come yet`)] : [];
  const since = advisories.flatMap(({ groups }, index) =>
    groups.flatMap(({ exploited }, place) =>
      exploited === undefined || exploited.since.slice(0, 7) <= asOf.slice(0, 7)
        ? []
        : [
            document.diagnosticAt(
              ['advisories', index, 'groups', place, 'exploited', 'since'],
              `${exploited.since} is after the day of the file`,
            ),
          ],
    ),
  );
  return [...file, ...since];
}

/** A clock of another zone may be a day ahead. */
const DAY = 24 * 60 * 60 * 1000;

function contradictions(file: AdvisoryFile, document: YamlDocument): readonly Diagnostic[] {
  const at = (path: readonly PropertyKey[], text: string): Diagnostic => document.diagnosticAt([...path], text);
  const seen = new Set<string>();
  const early = file.exploited.asOf > file.asOf ? [at(['exploited', 'asOf'], 'the list is younger than the file')] : [];
  const found = file.advisories.flatMap(({ id, published, groups }, index) => {
    const path = ['advisories', index];
    const key = id.toLowerCase();
    const doubled = seen.has(key) ? [at([...path, 'id'], `${id} is there twice`)] : [];
    seen.add(key);
    const later = published > file.asOf ? [at([...path, 'published'], 'it came out after the day of the file')] : [];
    const inGroups = groups.flatMap(({ fixes }, place) =>
      fixMistakes(fixes).map(([entry, text]) => at([...path, 'groups', place, 'fixes', entry], text)),
    );
    const inCves = cveMistakes(groups).map(([place, text]) => at([...path, 'groups', place, 'cves'], text));
    return [...doubled, ...later, ...inGroups, ...inCves];
  });
  return [...early, ...found, ...doubledRules(file, document)];
}

/** Two groups that begin with the same fault would be one rule. */
function doubledRules(file: AdvisoryFile, document: YamlDocument): readonly Diagnostic[] {
  const seen = new Set<string>();
  const places = file.advisories.flatMap(({ id, groups }, index) =>
    groups.map((group, place) => ({ id: advisoryRuleId(id, group), index, place })),
  );
  return places.flatMap(({ id, index, place }) => {
    const isDoubled = seen.has(id);
    seen.add(id);
    return isDoubled
      ? [document.diagnosticAt(['advisories', index, 'groups', place], `the rule ${id} is there twice`)]
      : [];
  });
}

/** A fault that two groups say different things of, or one names twice: the place of the group with a sentence. */
function cveMistakes(groups: readonly FixGroup[]): readonly (readonly [number, string])[] {
  const said = new Map<string, number | string>();
  return groups.flatMap(({ cves, fixes }, place) => {
    const doubled = cves.filter((cve, at) => cves.indexOf(cve) < at).map((cve) => `${cve} is there twice`);
    const others = [...new Set(cves)].flatMap((cve) =>
      fixes.flatMap(({ version, build, word = '' }) => {
        const key = `${cve} ${version}`;
        const before = said.get(key);
        said.set(key, build ?? word);
        const isOther = before !== undefined && before !== (build ?? word);
        return isOther ? [`another group says something else of ${cve} on ${version}`] : [];
      }),
    );
    return [...doubled, ...others].map((text) => [place, text] as const);
  });
}

/** What the fixes of a group say that cannot be: the place of each with a sentence. */
function fixMistakes(fixes: readonly FixEntry[]): readonly (readonly [number, string])[] {
  const seen = new Set<string>();
  return fixes.flatMap(({ version, build }, place) => {
    const known = build === undefined ? undefined : KNOWN_RELEASES.get(build)?.version;
    const isDoubled = seen.has(version);
    seen.add(version);
    const texts = [
      ...(isDoubled ? [`${version} is there twice`] : []),
      ...(known === undefined || known === version ? [] : [`build ${String(build)} is one of ${known}`]),
      ...(build !== undefined && build < (FIRST_BUILDS.get(version) ?? 0)
        ? [`build ${build} is lower than that of any release of ${version}`]
        : []),
      ...(build !== undefined && version.split('.').length < 3 ? ['a build stands under a version such as 8.0.3'] : []),
    ];
    return texts.map((text) => [place, text] as const);
  });
}

/** The lowest build of each version of the catalog: no fix of it can have a lower one. */
const FIRST_BUILDS = new Map<string, number>();
for (const [build, { version }] of KNOWN_RELEASES) {
  FIRST_BUILDS.set(version, Math.min(build, FIRST_BUILDS.get(version) ?? build));
}

/** Builds that a file names and the catalog does not hold, as `8.0.3 build 26000000`: newer than it, or mistyped. */
export function unknownBuilds(file: AdvisoryFile): readonly string[] {
  const named = file.advisories.flatMap(({ groups }) => groups.flatMap(({ fixes }) => fixes));
  const unknown = named.flatMap(({ version, build }) =>
    build === undefined || KNOWN_RELEASES.has(build) ? [] : [`${version} build ${build}`],
  );
  return [...new Set(unknown)].toSorted();
}

/** Versions that a file names and the catalog does not hold: hosts of them are judged by the file alone, or not at all. */
export function unknownVersions(file: AdvisoryFile): readonly string[] {
  const known = new Set([...KNOWN_RELEASES.values()].map(({ version }) => version));
  const isKnown = (version: string): boolean =>
    [...known].some((each) => each === version || each.startsWith(`${version}.`));
  const named = file.advisories.flatMap(({ groups }) =>
    groups.flatMap(({ fixes }) => fixes.map(({ version }) => version)),
  );
  return [...new Set(named)].filter((version) => !isKnown(version)).toSorted();
}
