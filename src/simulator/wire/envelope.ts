import { childOf, parseXml, textOf, type Element } from './element.ts';
import { RequestFault } from './fault.ts';

const OPENING =
  '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"\n' +
  ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"\n xmlns:xsd="http://www.w3.org/2001/XMLSchema"\n' +
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n';
const CLOSING = '\n</soapenv:Body>\n</soapenv:Envelope>';

export function wrapBody(body: string): string {
  return `${OPENING}${body}${CLOSING}`;
}

export function responseBody(method: string, content: string): string {
  return `<${method}Response xmlns="urn:vim25">${content}</${method}Response>`;
}

/** A request: its method element, whose first child `_this` is the receiver, and whose SAML assertion it carries. */
export interface ReadRequest {
  readonly method: Element;
  /** NameID of the assertion's subject; null without an assertion. */
  readonly tokenSubject: string | null;
}

export function readRequest(text: string): ReadRequest {
  const envelope = parseXml(text);
  if (envelope.name !== 'Envelope')
    throw new RequestFault(`Unexpected element "${envelope.name}" seen instead of an Envelope`);
  const method = childOf(envelope, 'Body')?.children[0];
  if (method === undefined) throw new RequestFault('The SOAP body is empty');
  const assertion = childOf(childOf(childOf(envelope, 'Header'), 'Security'), 'Assertion');
  return { method, tokenSubject: textOf(childOf(assertion, 'Subject'), 'NameID') };
}

/**
 * Rewrites the answer with another, redeclared prefix for the XMLSchema-instance namespace, as other servers write it.
 */
export function withForeignPrefix(text: string): string {
  const declaration = 'xmlns:_XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance"';
  return text.replaceAll(' xsi:type="', ` ${declaration} _XMLSchema-instance:type="`);
}
