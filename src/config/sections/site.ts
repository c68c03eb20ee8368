import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { entryIssue } from '../../checks/values/site-lists.ts';
import { SITE_LIST_NAMES, SITE_LISTS, type SiteListName } from '../../model/site-lists.ts';

/** Long enough for a notice of consent. */
const LONGEST = 4_000;

function listSection(name: SiteListName) {
  const entry = z
    .string()
    .trim()
    .min(1)
    .max(LONGEST)
    .superRefine((text, context) => {
      const mistake = entryIssue(name, text);
      if (mistake !== null) context.addIssue({ code: 'custom', message: mistake });
    });
  const numbers = z.int().min(0).transform(String).pipe(entry);
  const isOfNumbers = name.endsWith('-vlans');
  return z
    .array(isOfNumbers ? z.union([entry, numbers], { error: 'a VLAN such as 1 or a range was expected' }) : entry)
    .min(1)
    .max(1_000)
    .optional()
    .describe(SITE_LISTS[name].description);
}

const LISTS = Object.fromEntries(SITE_LIST_NAMES.map((name) => [name, listSection(name)])) as {
  readonly [Name in SiteListName]: ReturnType<typeof listSection>;
};

/** Lists that only the site can give; rules compare with them what they read. */
export const siteSection = closed(LISTS)
  .refine((value) => Object.keys(value).length > 0, { error: 'a list was expected, such as log-hosts' })
  .meta({ minProperties: 1 })
  .describe('Lists of the site that rules compare with, such as log-hosts.');
