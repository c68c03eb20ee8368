import type { Endpoint } from '../connect/endpoint.ts';
import { EsxcheckError } from '../model/errors.ts';
import { parseTargetArgument } from '../target/targets.ts';
import type { Environment } from '../target/environment.ts';
import { chooseTrust } from '../target/trust.ts';
import { Centre } from './centre.ts';
import { Keyring } from './keyring.ts';
import { SITE_NAME } from './signatures.ts';

/** Where the centre is, and who speaks to it. Paths are whole. */
export interface CentreSettings {
  readonly url: string;
  readonly site: string;
  readonly key: string;
  readonly thumbprint?: string | undefined;
  readonly knownHosts?: string | undefined;
}

/** Milliseconds for one request; the centre holds a question for work for up to 20 seconds. */
const TIMEOUT_MS = 30_000;

/** The centre as an endpoint, trusted by a pin, else by known hosts and authorities. Throws TARGET_INVALID, THUMBPRINT_INVALID, FILE_NOT_READ. */
export async function centreEndpoint(
  { url, thumbprint, knownHosts }: Pick<CentreSettings, 'url' | 'thumbprint' | 'knownHosts'>,
  around: Environment,
): Promise<Endpoint> {
  const address = parseTargetArgument(url.replace(/\/$/, ''), 'The centre');
  const flags = {
    thumbprints: thumbprint === undefined ? [] : [thumbprint],
    caFiles: [],
    knownHosts,
    insecure: false,
    legacyTls: false,
  };
  // Variables of govc are about vCenters.
  const env = Object.fromEntries(Object.entries(around.env).filter(([name]) => !name.startsWith('GOVC_')));
  const { trustOf } = await chooseTrust(flags, [address], { ...around, env });
  return { ...address, url, trust: trustOf(address), timeoutMs: TIMEOUT_MS };
}

/** The centre and the key. Throws what `centreEndpoint` and `readKeyFile` throw. */
export async function openCentre(settings: CentreSettings, around: Environment): Promise<OpenCentre> {
  const keys = await Keyring.open(requireSiteName(settings.site), settings.key);
  const centre = new Centre({ endpoint: await centreEndpoint(settings, around), timeoutMs: TIMEOUT_MS });
  return { centre, keys };
}

export interface OpenCentre {
  readonly centre: Centre;
  readonly keys: Keyring;
}

/** Throws SITE_NAME_INVALID. */
export function requireSiteName(name: string): string {
  if (SITE_NAME.test(name)) return name;
  throw new EsxcheckError('SITE_NAME_INVALID', `${JSON.stringify(name.slice(0, 80))} is no name of a site.`, {
    details: ['A name has up to 40 characters of a to z, 0 to 9 and -.'],
  });
}
