import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../../../config/parse-config.ts';
import { globMatcher } from '../../../model/glob.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { firstRuleId } from '../../../model/moved-rules.ts';
import type { Rule } from '../../../model/rule.ts';
import { reportFile } from '../../../run/report-files.ts';
import { urlOf } from '../../../target/address.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import type { Diagnostic } from '../../../yaml/diagnostic.ts';

type Path = readonly PropertyKey[];

/** Addresses that are none or are named twice, and reports of which the format is not known: what a run would stumble over. */
export function unusable(config: Config): readonly Diagnostic[] {
  const { targets = [], reports = [] } = config.sections;
  const addresses = targets.map(({ address }, index) => ({ address, path: ['targets', index, 'address'] }));
  return [
    ...addresses.flatMap(({ address, path }) =>
      attempted(config, path, () => parseTargetArgument(address, 'The address')),
    ),
    ...namedTwice(config),
    ...reports.flatMap((report, index) => attempted(config, ['reports', index], () => reportFile(report, ''))),
  ];
}

function attempted({ document }: Config, path: Path, attempt: () => unknown): readonly Diagnostic[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    return [{ ...document.diagnosticAt(path, error.message), next: error.details.join(' ') || null }];
  }
}

function namedTwice({ sections: { targets = [] }, document }: Config): readonly Diagnostic[] {
  const seen = new Set<string>();
  return targets.flatMap(({ address }, index) => {
    const url = urlIn(address);
    const isTwice = url !== null && seen.has(url);
    if (url !== null) seen.add(url);
    if (!isTwice) return [];
    return [
      { ...document.diagnosticAt(['targets', index, 'address'], `${url} is named twice`), next: 'Name it once.' },
    ];
  });
}

function urlIn(address: string): string | null {
  try {
    return urlOf(parseTargetArgument(address, 'The address'));
  } catch {
    return null;
  }
}

/** Waivers of rules that there are not, and of a time that is over: both hide nothing. */
export function idleWaivers(config: Config, rules: readonly Rule[], now: Date): readonly Diagnostic[] {
  const today = now.toISOString().slice(0, 10);
  const at = (path: Path, text: string, next: string): Diagnostic => ({
    ...config.document.diagnosticAt(path, text),
    next,
  });
  return config.waivers.flatMap(({ rule, expires }, index) => {
    const isMeant = globMatcher(rule);
    const isOver = expires < today;
    return [
      ...(rules.some(({ id }) => isMeant(id) || isMeant(firstRuleId(id)))
        ? []
        : [
            at(
              ['waivers', index, 'rule'],
              `no rule is called ${JSON.stringify(rule)}`,
              'To see them: esxcheck rules list',
            ),
          ]),
      ...(isOver
        ? [
            at(
              ['waivers', index, 'expires'],
              `the waiver has expired: it hides nothing`,
              'Take it out, or decide anew.',
            ),
          ]
        : []),
    ];
  });
}

/** Files and folders that the config names and that are not here. They may be on the machine that runs it. */
export async function missingFiles(config: Config): Promise<readonly Diagnostic[]> {
  const folder = dirname(resolve(config.file));
  const found = await Promise.all(
    filesNamedIn(config).map(async ({ path, file, isOutput }) => {
      const wanted = resolve(folder, isOutput ? dirname(file) : file);
      const problem = await problemOf(wanted, isOutput);
      return problem === null
        ? []
        : [{ ...config.document.diagnosticAt(path, `${problem} ${JSON.stringify(wanted)} here`), next: NEXT }];
    }),
  );
  return found.flat();
}

const NEXT =
  'Paths are relative to the folder of the config. Check it on the machine that runs it, or put the file there.';

async function problemOf(path: string, isFolder: boolean): Promise<string | null> {
  try {
    const found = await stat(path);
    if (isFolder) return found.isDirectory() ? null : 'there is no folder';
    return found.isDirectory() ? 'there is a folder, and no file,' : null;
  } catch {
    return isFolder ? 'there is no folder' : 'there is no readable file';
  }
}

interface NamedFile {
  readonly path: Path;
  readonly file: string;
  /** Written by a run: its folder must be there. */
  readonly isOutput: boolean;
}

function filesNamedIn({ sections }: Config): readonly NamedFile[] {
  const { targets = [], reports = [], notifications = [], attestations, advisories } = sections;
  return [
    ...input(['attestations'], attestations),
    ...input(['advisories'], advisories),
    ...targets.flatMap(({ password, tokenFile, trust }, index) => [
      ...input(['targets', index, 'password', 'file'], password?.file),
      ...input(['targets', index, 'tokenFile'], tokenFile),
      ...(trust?.caFiles ?? []).flatMap((file, nth) => input(['targets', index, 'trust', 'caFiles', nth], file)),
      ...input(['targets', index, 'trust', 'knownHosts'], trust?.knownHosts),
    ]),
    ...notifications.flatMap(({ mail, webhook }, index) => [
      ...input(['notifications', index, 'mail', 'password', 'file'], mail?.password?.file),
      ...input(['notifications', index, 'mail', 'caFile'], mail?.caFile),
      ...(typeof webhook?.url === 'object'
        ? input(['notifications', index, 'webhook', 'url', 'file'], webhook.url.file)
        : []),
    ]),
    ...reports.map(({ file }, index) => ({ path: ['reports', index, 'file'], file, isOutput: true })),
  ];
}

function input(path: Path, file: string | undefined): readonly NamedFile[] {
  return file === undefined ? [] : [{ path, file, isOutput: false }];
}
