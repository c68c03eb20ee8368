import { type Html, markup } from '../../html/document.ts';

/** A public page of something that rules refer to by its number. */
interface Source {
  readonly named: RegExp;
  readonly urlOf: (id: string) => string;
}

const SOURCES: readonly Source[] = [
  {
    named: /^VMware KB (\d{4,8})$/,
    urlOf: (id) => `https://knowledge.broadcom.com/external/article?legacyId=${id}`,
  },
  { named: /^Broadcom KB (\d{5,8})$/, urlOf: (id) => `https://knowledge.broadcom.com/external/article/${id}` },
  { named: /^HPE (c\d{8})$/, urlOf: (id) => `https://support.hpe.com/hpesc/public/docDisplay?docId=emr_na-${id}` },
  { named: /^(CVE-\d{4}-\d{4,7})$/, urlOf: (id) => `https://www.cve.org/CVERecord?id=${id}` },
];

/** Letters and signs of a plain address: none that a browser would read otherwise than a person, and no `@` before a host. */
const PLAIN_URL = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-zA-Z0-9._~!$&()*+,;=:@%/?#-]*)?$/;
const LONGEST_URL = 500;

/** A reference as a link where it is an https address, or a number whose public page is known; else as text. */
export function referenceOf(reference: string): Html {
  const url = urlOf(reference);
  return url === null ? markup`${reference}` : markup`<a href="${url}" rel="noreferrer">${reference}</a>`;
}

function urlOf(reference: string): string | null {
  for (const { named, urlOf: made } of SOURCES) {
    const [, id] = named.exec(reference) ?? [];
    if (id !== undefined) return made(id);
  }
  return reference.length <= LONGEST_URL && PLAIN_URL.test(reference) && URL.canParse(reference) ? reference : null;
}
