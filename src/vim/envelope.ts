import { textElement } from './xml-writer.ts';

const OPENING =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">';

/** A request around a method element; the operation id shows up in the server's own logs (protocol.md 1.1). */
export function envelope(body: string, operationId: string): string {
  const header = `<soapenv:Header>${textElement('operationID', operationId)}</soapenv:Header>`;
  return `${OPENING}${header}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}
