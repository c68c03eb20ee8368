import { textElement } from './xml-writer.ts';

const OPENING =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">';

/**
 * A request around a method element; the operation id shows up in the server's own logs (protocol.md 1.1). `header`:
 * further elements of the SOAP header, already XML.
 */
export function envelope(body: string, operationId: string, header = ''): string {
  const headers = `<soapenv:Header>${textElement('operationID', operationId)}${header}</soapenv:Header>`;
  return `${OPENING}${headers}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}
