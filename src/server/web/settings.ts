import type { z } from 'zod';
import { EsxcheckError } from '../../model/errors.ts';
import { type WebConfig, webSchema } from './config.ts';

/** The sections of a config that the web is made from, as the config has them; `Source`: where a secret is. */
export interface WebSections<Source> {
  readonly publicUrl?: string | undefined;
  readonly staleHours: number;
  readonly session?: { readonly idleMinutes: number; readonly hours: number } | undefined;
  readonly login?:
    | {
        readonly oidc?: { readonly secret: Source; readonly roles: readonly object[] } | undefined;
        readonly proxy?: { readonly roles: readonly object[] } | undefined;
      }
    | undefined;
}

/**
 * The same with its secret read. Throws SERVER_CONFIG_INVALID where a section has its form and cannot be meant: an issuer that is not
 * encrypted, a network that is none, an auditor of some sites.
 */
export async function webConfig<Source>(
  { publicUrl, staleHours, session, login }: WebSections<Source>,
  secretOf: (source: Source) => Promise<string>,
): Promise<WebConfig> {
  const oidc = login?.oidc === undefined ? undefined : { ...login.oidc, secret: await secretOf(login.oidc.secret) };
  const given = {
    staleHours,
    ...defined({ publicUrl, session }),
    ...(oidc === undefined && login?.proxy === undefined ? {} : { login: defined({ oidc, proxy: login?.proxy }) }),
  };
  const { data, error } = webSchema.safeParse(given);
  if (data === undefined) throw invalid(error);
  return data;
}

function defined<Members extends object>(members: Members): Partial<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<Members>;
}

/** Places and what was expected there, without what stands there: it may be a secret. */
function invalid(error: z.ZodError): EsxcheckError {
  const issues = error.issues.flatMap((issue) => (issue.code === 'invalid_union' ? issue.errors.flat() : [issue]));
  return new EsxcheckError('SERVER_CONFIG_INVALID', 'The login of the config of the server cannot be meant so', {
    details: [...new Set(issues.map(({ path, message }) => `${path.join('.')}: ${message}`))],
  });
}
