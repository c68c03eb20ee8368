import { text as allOf } from 'node:stream/consumers';
import { lstat } from 'node:fs/promises';
import { expectWritable } from '../../../files/atomic-write.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { Centre } from '../../../site/centre.ts';
import { CentreError } from '../../../site/centre-error.ts';
import { makeSiteKey, writeKeyFile } from '../../../site/key-file.ts';
import { centreEndpoint, requireSiteName } from '../../../site/settings.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import { askSecretly, canAsk } from '../../../target/prompt.ts';
import { type Io, note, print, write } from '../../shared/console.ts';
import { describeFailure } from '../../shared/errors.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { trustServer } from '../trust/run.ts';

export interface EnrolArguments {
  readonly server: string;
  readonly site: string;
  readonly key: string;
  readonly replace?: boolean | undefined;
  readonly thumbprint?: string | undefined;
  readonly knownHosts?: string | undefined;
  /** Seconds. */
  readonly timeout: number;
}

/** Trusts the centre, makes a key, enrols it, and keeps it. */
export async function run(args: EnrolArguments, io: Io): Promise<number> {
  const site = requireSiteName(args.site);
  const url = urlOfCentre(args.server);
  await requireRoom(args);
  const trusted = await trustServer({ ...args, server: url }, io);
  if (trusted !== EXIT.done) return trusted;
  const code = await readCode(io);
  const endpoint = await centreEndpoint({ url, thumbprint: args.thumbprint, knownHosts: args.knownHosts }, io);
  await using centre = new Centre({ endpoint, timeoutMs: args.timeout * 1_000 });
  try {
    const enrolled = await centre.enrol(site, code, makeSiteKey(), io.signal);
    await writeKeyFile(args.key, enrolled);
    await note(io, `Enrolled as ${site}, until ${enrolled.expiresAt?.toISOString() ?? ''}. The key is in ${args.key}.`);
    await print(io, sectionOf({ ...args, url, site }));
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof CentreError) || error.fault === 'passing') throw error;
    await write(io.stderr, describeFailure(error).text);
    return EXIT.violations;
  }
}

function urlOfCentre(text: string): string {
  const { host, port } = parseTargetArgument(text.replace(/\/$/, ''), '--server');
  const name = host.includes(':') ? `[${host}]` : host;
  return `https://${name}${port === 443 ? '' : `:${port}`}`;
}

/** A key that is there may be the only one of another site. */
async function requireRoom({ key, replace }: EnrolArguments): Promise<void> {
  await expectWritable(key);
  const isThere = await lstat(key).then(
    () => true,
    () => false,
  );
  if (!isThere || replace === true) return;
  throw new EsxcheckError('KEY_EXISTS', `There is a file ${JSON.stringify(key)} already.`, {
    details: ['To enrol again in its place add --replace; for another site name another file with --key.'],
  });
}

const LONGEST_CODE = 200;

async function readCode(io: Io): Promise<string> {
  const given = canAsk(io) ? await askSecretly('One-time code: ', io) : await allOf(io.stdin);
  const code = given.trim();
  if (code !== '' && code.length <= LONGEST_CODE && /^[\x21-\x7e]+$/.test(code)) return code;
  throw new EsxcheckError('CODE_INVALID', 'What came on standard input is no one-time code.', {
    details: ['It is one word, as esxcheck-server site add NAME prints it.'],
  });
}

/** What belongs into the config of the site, for whoever pastes it. */
function sectionOf({ url, site, key, thumbprint }: EnrolArguments & { readonly url: string }): string {
  const lines = [`server:`, `  url: ${url}`, `  site: ${site}`, `  key: ${JSON.stringify(key)}`];
  if (thumbprint !== undefined) lines.push(`  thumbprint: ${JSON.stringify(thumbprint)}`);
  return lines.map((line) => `${line}\n`).join('');
}
