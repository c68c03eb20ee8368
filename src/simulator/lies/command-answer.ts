import { escapeText } from '../wire/escape.ts';
import type { Reference } from '../wire/value.ts';
import type { Lie, Way } from './lie.ts';
import {
  childNode,
  childNodes,
  element,
  type Node,
  readTree,
  replaceAt,
  textIn,
  typeOf,
  withContent,
  withType,
  writeTree,
} from './tree.ts';
import { contradicted, lieAbout, lieAboutMember } from './value-lies.ts';

const PAGE =
  '<html><head><title>503 Service Unavailable</title></head><body><h1>503</h1><p>The server is busy.</p></body></html>';
const NAMESPACES =
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25" versionId="5.0"';

/**
 * What the `returnval` of an esxcli command becomes (ManagedMethodExecuter.SoapResult): its `response` holds a document of
 * its own, as text. Null where the lie cannot be told about it.
 */
export function lieInCommand(returned: Node | undefined, lie: Lie, subject: Reference): readonly Node[] | null {
  const whole = lie.member === undefined ? ANSWERS[lie.way] : undefined;
  if (whole !== undefined) return whole(subject);
  const response = returned === undefined ? undefined : childNode(returned, 'response');
  const document = response === undefined ? null : readTree(textIn(response));
  if (document === null || returned === undefined) return null;
  const holding = (text: string): Node => replaceAt(returned, ['response'], (node) => [withContent(node, text)]);
  if (lie.way === 'garbled' && lie.member === undefined) {
    const text = writeTree(document);
    return [holding(text.slice(0, Math.max(text.length - 12, 5)))];
  }
  const lied = lie.member === undefined ? lieInDocument(document, lie) : membersLied(document, lie);
  if (lied === null) return null;
  return lied.map((each) => holding(writeTree(each)));
}

/** Answers that have nothing of the true one. */
const ANSWERS: Readonly<Partial<Record<Way, (subject: Reference) => readonly Node[]>>> = {
  dropped: () => [],
  empty: () => [element('returnval', element('response', `<obj ${NAMESPACES}/>`))],
  page: () => [element('returnval', element('response', PAGE))],
  'cli-fault': () => [
    fault('<fault xsi:type="VimEsxCLICLIFault"><errMsg>Unable to load the settings: a lie</errMsg></fault>'),
  ],
  'no-permission': ({ type, id }) => {
    const object = `<object type="${type}">${escapeText(id)}</object>`;
    return [fault(`<fault xsi:type="NoPermission">${object}<privilegeId>Global.Settings</privilegeId></fault>`)];
  },
  fault: () => [fault('<fault xsi:type="SystemError"><reason>a lie</reason></fault>')],
};

function fault(inside: string): Node {
  const detail = `<obj ${NAMESPACES} xsi:type="LocalizedMethodFault">${inside}<localizedMessage>A lie.</localizedMessage></obj>`;
  const message = 'EsxCLI.CLIFault.summary';
  return element('returnval', element('fault', element('faultMsg', message), element('faultDetail', detail)));
}

function lieInDocument(document: Node, { way }: Lie): readonly Node[] | null {
  if (way === 'empty-list') return [withType(document, 'ArrayOfDataObject')];
  if (way === 'other-name') return otherNames(document);
  const isDoubled = way === 'doubled' || way === 'doubled-first';
  return isDoubled && typeOf(document) !== 'ArrayOfDataObject' ? bothOf(document, way) : lieAbout(document, way);
}

/** A structure that comes twice comes as a list of two; a scalar as two answers. */
function bothOf(document: Node, way: Lie['way']): readonly Node[] | null {
  const other = contradicted(document);
  if (other === null) return null;
  const both = way === 'doubled' ? [document, other] : [other, document];
  if (childNodes(document).length === 0) return both;
  const rows = both.map(({ content, attributes }) => ({ ...element('DataObject', ...content), attributes }));
  return [{ ...withType(document, 'ArrayOfDataObject'), content: rows }];
}

function otherNames(document: Node): readonly Node[] | null {
  if (childNode(childNode(document, 'DataObject'), 'Name') === undefined) return null;
  return [replaceAt(document, ['DataObject', 'Name'], (name) => [withContent(name, 'unheardOf')])];
}

function membersLied(document: Node, { member = '', way }: Lie): readonly Node[] | null {
  const lied = lieAboutMember(document, member, way);
  return lied === null ? null : [lied];
}
