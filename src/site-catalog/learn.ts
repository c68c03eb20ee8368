import { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import { type KernelSetting, SETTING_NAME, SETTINGS_OF_EVERY_RELEASE } from '../model/kernel-setting.ts';
import { imageOf, machineOf } from '../model/site-default.ts';
import { escapeControlCharacters } from '../model/control-characters.ts';
import { BUILD, type LearntEntry, LIMITS, VERSION } from './entry.ts';

/** Where the facts of a host come from. */
export interface LearningSource {
  /** ISO 8601, UTC: when the reading ended. */
  readonly finishedAt: string;
  /** SHA-256 of the lines of the snapshot. */
  readonly sha256: string;
  /** The version that the shipped catalog has a build in; null for a build that it does not hold. */
  readonly versionOf: (build: string) => string | null;
}

/** Why nothing is learnt from a host; `unread` where a better reading would do. */
export interface Refusal {
  readonly kind: 'refused';
  readonly host: string;
  readonly unread: boolean;
  readonly error: EsxcheckError;
}

/**
 * The defaults of the build that a host runs, as its facts prove them. Refused is what was half read, since a part would
 * pass for the whole, and a build that the facts do not prove. Pure.
 */
export function learnFrom(facts: HostFacts, source: LearningSource): LearntEntry | Refusal {
  const { host } = facts;
  const refused = buildIssue(host, source) ?? readingIssue(facts) ?? listIssue(facts);
  if (refused !== null) return { kind: 'refused', host: host.name, ...refused };
  const list = facts.kernelList?.kind === 'read' ? facts.kernelList.value : new Map<string, never>();
  return {
    kind: 'learnt',
    build: host.build ?? '',
    version: host.version ?? '',
    host: host.name.slice(0, LIMITS.name),
    day: source.finishedAt.slice(0, 10),
    machine: machineOf(facts),
    defaults: new Map([...list].map(([name, setting]) => [name, setting.default ?? ''] as const)),
    image: imageOf(facts).name,
    snapshot: source.sha256,
  };
}

type Issue = Omit<Refusal, 'kind' | 'host'>;

/** The host must say version and build itself, and the catalog must not have the build in another version. */
function buildIssue({ version, build, name }: Host, { versionOf }: LearningSource): Issue | null {
  if (version === null || build === null || !VERSION.test(version) || !BUILD.test(build)) {
    return issue(
      'CATALOG_BUILD_UNPROVEN',
      `The snapshot does not prove which build ${shown(name)} runs: version and build were not both read.`,
      'Take the snapshot again while the host is connected.',
      true,
    );
  }
  const known = versionOf(build);
  if (known === null || known === version) return null;
  return issue(
    'CATALOG_BUILD_CONTRADICTED',
    `${shown(name)} says that it runs build ${build} as ${version}, and the catalog has that build in ${known}.`,
    'Look at the host: nothing is learnt from an answer that contradicts itself.',
    false,
  );
}

const AGAIN = 'Take it again: esxcheck snapshot --target … --host HOST --all-settings --output canary.esxsnap';

function readingIssue({ host, kernelList }: HostFacts): Issue | null {
  if (kernelList === undefined || kernelList.kind === 'absent') {
    return halfRead(
      `The snapshot does not hold the kernel settings of ${shown(host.name)}: it was not taken for them.`,
    );
  }
  if (kernelList.kind === 'unread') {
    return halfRead(`The kernel settings of ${shown(host.name)} could not be read (${kernelList.problem.code}).`);
  }
  if (!isName(host.vendor) || !isName(host.model)) {
    return halfRead(`The vendor or the model of ${shown(host.name)} was not read, so nobody knows for whom it speaks.`);
  }
  return null;
}

function isName(text: string | null): boolean {
  return text !== null && text.trim() !== '' && text.length <= LIMITS.name;
}

/** A list that lacks what every release has is a part of one; a setting without its default was half read. */
function listIssue({ host, kernelList }: HostFacts): Issue | null {
  if (kernelList?.kind !== 'read') return null;
  const list = kernelList.value;
  const lacking = SETTINGS_OF_EVERY_RELEASE.filter((name) => !list.has(name));
  const unread = [...list]
    .filter(([, { default: told, source }]) => told === null || source !== 'esxcli')
    .map(([name]) => name);
  if (list.size > LIMITS.settings || [...list].some(isStrange)) {
    return halfRead(`What ${shown(host.name)} lists is no list of kernel settings.`);
  }
  if (lacking.length > 0) return halfRead(`The list of ${shown(host.name)} is not whole: it lacks ${some(lacking)}.`);
  if (unread.length === 0) return null;
  return halfRead(
    `Of ${unread.length} of the ${list.size} settings of ${shown(host.name)} no default was read: ${some(unread)}.`,
  );
}

type Listed = readonly [name: string, setting: Pick<KernelSetting, 'default'>];

function isStrange([name, setting]: Listed): boolean {
  return !SETTING_NAME.test(name) || name.length > LIMITS.name || (setting.default?.length ?? 0) > LIMITS.value;
}

function halfRead(sentence: string): Issue {
  return issue('CATALOG_HALF_READ', sentence, AGAIN, true);
}

function issue(code: string, sentence: string, next: string, unread: boolean): Issue {
  return { unread, error: new EsxcheckError(code, sentence, { details: [next] }) };
}

const NAMED = 5;

function some(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function shown(name: string): string {
  return escapeControlCharacters(name.slice(0, LIMITS.name));
}
