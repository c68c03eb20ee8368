import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import type { Connection } from '../../../src/target/connections.ts';
import { cutOut } from './cut-out.ts';
import { recordedAnswer, type RecordedFile } from './recorded.ts';

const HOST: RecordedFile = 'test_json_host_explode';

/**
 * Serves the recorded values of a real host to a client that asks for them by RetrievePropertiesEx.
 *
 * The values are the recorded bytes. The framing around them, and every answer that was never recorded (pages, the lack of
 * esxcli, logout), is ours.
 */
export async function serveRecordedHost(): Promise<{ readonly connection: Connection } & AsyncDisposable> {
  const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], { algorithm: 'sha256', keySize: 2048 });
  const server = createServer({ key: pem.private, cert: pem.cert }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const answer =
        request.method === 'GET' ? { xml: recordedAnswer(HOST, 'vimServiceVersions.xml') } : answerTo(body);
      response.writeHead('fault' in answer ? 500 : 200, { 'content-type': 'text/xml; charset=utf-8' });
      response.end('fault' in answer ? answer.fault : answer.xml);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const trust = { thumbprints: [], ca: pem.cert, knownThumbprints: [], insecure: true, legacyTls: false };
  return {
    connection: {
      endpoint: { url: `https://127.0.0.1:${port}/sdk`, host: '127.0.0.1', port, trust, timeoutMs: 10_000 },
      credentials: { user: 'my_user', password: 'my_pass' },
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer = { readonly xml: string } | { readonly fault: string };

function answerTo(request: string): Answer {
  const method = /<(?:\w+:)?Body><(\w+)/.exec(request)?.[1] ?? '';
  switch (method) {
    case 'RetrieveServiceContent':
    case 'Login':
      return { xml: recordedAnswer(HOST, method) };
    case 'CreateContainerView':
      return { xml: recordedAnswer('basic_container_view', method) };
    case 'RetrievePropertiesEx':
      // The host itself was recorded, and no object that it leads to.
      if (/<type>Host(CertificateManager|ProfileManager|Profile)</.test(request))
        return { fault: fault('SystemError', 'it was never recorded') };
      return {
        xml: envelope(
          `<${method}Response xmlns="urn:vim25"><returnval>${objects(request)}</returnval></${method}Response>`,
        ),
      };
    case 'QueryOptions': {
      const found = options(request);
      // All options of the host were recorded, so that one that is not among them is none: as a real host has it.
      if (found === '') return { fault: fault('InvalidName', 'the host has no such option') };
      return { xml: envelope(`<QueryOptionsResponse xmlns="urn:vim25">${found}</QueryOptionsResponse>`) };
    }
    case 'RetrieveManagedMethodExecuter':
      return { fault: fault('MethodNotFound', 'no esxcli was recorded') };
    case 'QueryLockdownExceptions':
      return { fault: fault('SystemError', 'no exception list was recorded') };
    default:
      return { xml: envelope(`<${method}Response xmlns="urn:vim25"></${method}Response>`) };
  }
}

/** The one host, with a propSet for each path that was recorded. */
function objects(request: string): string {
  const paths = [...request.matchAll(/<pathSet>([\w.]+)<\/pathSet>/g)].map(([, path = '']) => path);
  const properties = paths.map((path) => {
    const [property = '', ...below] = path.split('.');
    if (path === ADAPTERS) return adapters();
    const value = cutOut(recordedAnswer(HOST, property), ['returnval', ...below]);
    return value === null ? '' : `<propSet><name>${path}</name><val${value.attributes}>${value.inner}</val></propSet>`;
  });
  return `<objects><obj type="HostSystem">host-14</obj>${properties.join('')}</objects>`;
}

/** The one list that is asked for by itself; recorded it stands in a structure, an element an item. */
const ADAPTERS = 'config.storageDevice.hostBusAdapter';

function adapters(): string {
  const items = recordedAnswer(HOST, 'config').matchAll(/<hostBusAdapter(\s[^>]*)>(.*?)<\/hostBusAdapter>/gs);
  const list = [...items].map(
    ([, type = '', inner = '']) => `<HostHostBusAdapter${type}>${inner}</HostHostBusAdapter>`,
  );
  const value = `<val xsi:type="ArrayOfHostHostBusAdapter">${list.join('')}</val>`;
  return `<propSet><name>${ADAPTERS}</name>${value}</propSet>`;
}

/** The recorded option of that name, or all whose keys begin with it where it ends in a dot. */
function options(request: string): string {
  const name = /<name>([\w.]+)<\/name>/.exec(request)?.[1] ?? '';
  const all = recordedAnswer(HOST, 'config').matchAll(/<option><key>([\w.]+)<\/key>(.*?)<\/option>/gs);
  return [...all]
    .filter(([, key = '']) => key === name || (name.endsWith('.') && key.startsWith(name)))
    .map(([, key, value]) => `<returnval xsi:type="OptionValue"><key>${key}</key>${value}</returnval>`)
    .join('');
}

function fault(type: string, text: string): string {
  return envelope(
    `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${text}</faultstring>` +
      `<detail><${type}Fault xmlns="urn:vim25" xsi:type="${type}"></${type}Fault></detail></soapenv:Fault>`,
  );
}

function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}
