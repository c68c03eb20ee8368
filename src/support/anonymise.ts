import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Pseudonyms } from './pseudonyms.ts';
import { REMOVED } from './trace-folder.ts';

interface Open {
  readonly tag: SaxesTagNS;
  text: string;
  hasChildren: boolean;
}

const BOOLEAN = /^(?:true|false)$/i;
const NUMBER = /^-?\d{1,18}(?:\.\d{1,6})?$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?$/;
const REFERENCE = /ManagedObjectReference$/;
/** An adapter by its number, also as the end of the key of its service. */
const ADAPTER = /^(?:(?:\w+\.)?key-vim\.host\.VirtualNic-)?vm(?:k|nic|hba)\d{1,4}$/;
/** Keys of switches and port groups end in the names that people gave them. */
const NAMED_KEY = /^(?:\w+\.)?key-vim\.host\.(?!VirtualNic-vmk\d{1,4}$)/;
/** A document inside a text: what esxcli answers. */
const DOCUMENT = /^\s*<[\w:]/;
const DEEPEST = 3;
const DEEPEST_ELEMENT = 100;

/**
 * A SOAP answer in which every text that may tell whose host it is has been replaced. What is kept is on a list; what the
 * list does not know is replaced. Null for what is no XML.
 */
export function anonymise(xml: string, pseudonyms: Pseudonyms, depth = 0): string | null {
  let written = '';
  const open: Open[] = [];
  const parser = new SaxesParser({ xmlns: true, position: false });
  const flush = (): void => {
    const top = open.at(-1);
    if (top === undefined || top.text === '') return;
    // Line breaks between elements are no text of anybody's.
    const replaced =
      top.hasChildren && top.text.trim() === '' ? top.text : replacement(top, open.at(-2), { pseudonyms, depth });
    written += escapeText(replaced);
    top.text = '';
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type');
  });
  parser.on('opentag', (tag) => {
    // The parser looks a namespace up through all that is open: a deep document would take for ever.
    if (open.length >= DEEPEST_ELEMENT) throw new Error('nested too deeply');
    flush();
    const above = open.at(-1);
    if (above !== undefined) above.hasChildren = true;
    open.push({ tag, text: '', hasChildren: false });
    written += openTag(tag, pseudonyms);
  });
  const take = (text: string): void => {
    const top = open.at(-1);
    if (top !== undefined) top.text += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', ({ name }) => {
    flush();
    open.pop();
    written += `</${name}>`;
  });
  try {
    parser.write(xml).close();
  } catch {
    return null;
  }
  return written;
}

interface Context {
  readonly pseudonyms: Pseudonyms;
  readonly depth: number;
}

function replacement({ tag, text }: Open, above: Open | undefined, { pseudonyms, depth }: Context): string {
  const plain = text.trim();
  if (plain === '' || plain === REMOVED) return text;
  if (DOCUMENT.test(plain)) {
    const inner = depth < DEEPEST ? anonymise(plain, pseudonyms, depth + 1) : null;
    return inner ?? pseudonyms.for(plain);
  }
  return isKept(tag, plain, above?.tag) ? text : pseudonyms.for(plain);
}

function isKept(tag: SaxesTagNS, text: string, above: SaxesTagNS | undefined): boolean {
  const { local } = tag;
  if (ALWAYS_REPLACED.has(local) || NAMED_KEY.test(text)) return false;
  if (KEPT_ELEMENTS.has(local) || KEPT_WORDS.has(text) || isReference(tag)) return true;
  if (above !== undefined && KEPT_BELOW[above.local]?.has(local) === true) return true;
  return [BOOLEAN, NUMBER, TIME, ADAPTER].some((form) => form.test(text));
}

/** A managed object id, such as `host-12`, means nothing outside its vCenter. */
function isReference(tag: SaxesTagNS): boolean {
  const named = Object.values(tag.attributes).some(({ local, uri }) => local === 'type' && uri === '');
  return named || REFERENCE.test(typeOf(tag)) || tag.local === 'ManagedObjectReference';
}

/** Local part of `xsi:type`; '' without one. */
function typeOf(tag: SaxesTagNS): string {
  const found = Object.values(tag.attributes).find(({ local, uri }) => local === 'type' && uri !== '');
  return found?.value.replace(/^.*:/, '') ?? '';
}

function openTag(tag: SaxesTagNS, pseudonyms: Pseudonyms): string {
  const attributes = Object.values(tag.attributes).map(({ name, local, prefix, value }) => {
    const isKnown = local === 'type' || prefix === 'xmlns' || name === 'xmlns';
    return ` ${name}="${escapeText(isKnown ? value : pseudonyms.for(value)).replaceAll('"', '&quot;')}"`;
  });
  return `<${tag.name}${attributes.join('')}>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** Elements whose text says nothing of whose host it is: words of vSphere, versions, models, states. */
const KEPT_ELEMENTS = words(`
  apiType apiVersion productLineId osType version build patchLevel localeVersion localeBuild licenseProductName licenseProductVersion
  vendor model cpuModel biosVersion releaseDate connectionState powerState standbyMode lockdownMode overallStatus status state
  propertyCollector rootFolder viewManager sessionManager eventManager authorizationManager setting token
  Type Configured Default Runtime DefaultAction Mode Profile Enabled Loaded Description Name AcceptanceLevel Version Vendor
  Key nicType ruleset service direction protocol portType policy required running defaultVmBehavior accessMode
  key label privId faultcode faultCode errCode
`);

/** Elements that hold what identifies a host or a person, whatever form it has: a number, too. */
const ALWAYS_REPLACED = words(`
  uuid instanceUuid identifierValue serialNumber userName fullName ipAddress hostName domainName subject issuer BootFilesystemUUID
  sslThumbprint
`);

/** Words of vSphere that stand where names of people's own may stand too. */
const KEPT_WORDS = words(`
  connected disconnected notResponding poweredOn poweredOff standBy standby none entering exiting in unknown
  lockdownDisabled lockdownNormal lockdownStrict on off automatic manual fullyAutomated partiallyAutomated
  PartnerSupported VMwareAccepted VMwareCertified CommunitySupported TPM NONE disk stateless info warning error
  yes no /etc/issue sslv3,tlsv1,tlsv1.1
  aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr
  root dcui vpxuser green yellow red gray inbound outbound tcp udp accept reject HP HPE
`);

/** Paths of properties, by the element above them: their values are looked at on their own. */
const KEPT_BELOW: Readonly<Record<string, ReadonlySet<string>>> = {
  propSet: words('name'),
  missingSet: words('path'),
};
