import { GOVC } from './paths.ts';
import { run } from './run.ts';
import type { Vcsim } from './vcsim.ts';

type Account = Pick<Vcsim, 'url' | 'user' | 'password'>;

/** What govc prints; it exits with 1 where it finds nothing. */
export async function govc({ url, user, password }: Account, ...words: readonly string[]): Promise<string> {
  const account = { GOVC_USERNAME: user, GOVC_PASSWORD: password };
  const env = { ...account, GOVC_URL: url, GOVC_INSECURE: 'true', GOVC_PERSIST_SESSION: 'false' };
  return (await run(GOVC, words, { env })).stdout;
}

/** The values of properties, by path, as govc reads them. */
export async function collected(server: Account, object: string, ...paths: readonly string[]): Promise<object> {
  const printed = await govc(server, 'collect', '-json', object, ...paths);
  const changes = JSON.parse(printed) as readonly { readonly name: string; readonly val?: unknown }[];
  return Object.fromEntries(changes.map(({ name, val }) => [name, val]));
}
