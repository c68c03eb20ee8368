import { escapeControlCharacters } from '../../../model/control-characters.ts';
import { resolveRelease } from '../../../rules/catalog/resolve.ts';
import { changeSiteCatalog } from '../../../site-catalog/file.ts';
import { forget } from '../../../site-catalog/site-catalog.ts';
import type { ConfigArguments } from '../../common-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, note, print } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { shippedCatalog } from '../../shared/scan-request.ts';
import { siteCatalogPath } from '../../shared/site-catalog.ts';

type ForgetArguments = ConfigArguments & { readonly build?: string | undefined; readonly host?: string | undefined };

/** Takes measurements of the site away, and says which. Throws USAGE without saying which are meant. */
export async function run(args: ForgetArguments, io: Io): Promise<number> {
  if (args.build === undefined && args.host === undefined) {
    throw usageError('Say what to forget: --build, --host, or both.', ['What was learnt: esxcheck catalog learned']);
  }
  const path = await siteCatalogPath(args, io, { toWrite: true });
  const wish = { build: args.build === undefined ? null : await buildOf(args.build), host: args.host ?? null };
  const at = new Date().toISOString();
  const { forgotten } = await changeSiteCatalog(path, (records) => forget(records, wish, at));
  for (const { build, version, host, day } of forgotten) {
    await print(io, `${escapeControlCharacters(`Forgot ESXi ${version} build ${build} on ${host}, ${day}.`)}\n`);
  }
  if (forgotten.length > 0) return EXIT.done;
  await note(io, 'Nothing of that was learnt, so nothing is forgotten.');
  return EXIT.violations;
}

/** A build number stands for itself, also where no catalog that ships holds it. */
async function buildOf(text: string): Promise<string> {
  const build = text.trim();
  return /^\d+$/.test(build) ? build : resolveRelease((await shippedCatalog()).releases, build).build;
}
