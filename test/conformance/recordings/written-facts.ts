import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { EsxcliAnswer } from '../../../src/vim/esxcli.ts';
import { executeSoap } from '../../../src/vim/methods/esxcli.ts';
import { parseResponse } from '../../../src/vim/response-reader.ts';

/** Facts of real systems that others recorded or wrote down, beside the repository; each file names its source. */
const SHARED = fileURLToPath(new URL('../../../../shared', import.meta.url));
const VCENTER_9 = join(SHARED, 'recordings', 'vcenter-9.0.1.yaml');
const FACTS = join(SHARED, 'data', 'real');
export const PRESENT = existsSync(VCENTER_9) && existsSync(FACTS);

export interface Exchange {
  readonly method: string;
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

export function exchanges(): readonly Exchange[] {
  return parseAllDocuments(readFileSync(VCENTER_9, 'utf8')).map((document) => document.toJS() as Exchange);
}

export function answerTo(method: string): Exchange['response'] {
  const found = exchanges().find((exchange) => exchange.method === method);
  if (found === undefined) throw new Error(`nobody recorded ${method}`);
  return found.response;
}

export function facts(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(FACTS, `${file}.json`), 'utf8')) as Record<string, unknown>;
}

/** Any object: what is decoded does not hang on whom was asked. */
export const MOREF = { type: 'SessionManager', value: 'SessionManager' };

export function enveloped(body: string): string {
  const spaces =
    'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  return `<?xml version="1.0"?><soapenv:Envelope ${spaces}><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

export type Shape = Readonly<Record<string, string>>;

/** The answer of a command with these fields, framed as hosts frame a structure or a list. */
export function answered(command: string, type: string, rows: readonly Shape[]): EsxcliAnswer {
  const fields = (row: Shape): string =>
    Object.entries(row)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('');
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const inner =
    type === 'list'
      ? `<obj ${xsi} xsi:type="ArrayOfDataObject">${rows.map((row) => `<DataObject xsi:type="VimEsxCLIRow">${fields(row)}</DataObject>`).join('')}</obj>`
      : `<obj ${xsi} xsi:type="${type}">${rows.map(fields).join('')}</obj>`;
  const escaped = inner.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const body = `<ExecuteSoapResponse xmlns="urn:vim25"><returnval><response>${escaped}</response></returnval></ExecuteSoapResponse>`;
  const words = command.split(' ');
  return executeSoap(MOREF, { words, arguments: {} }).decode(parseResponse(enveloped(body)));
}
