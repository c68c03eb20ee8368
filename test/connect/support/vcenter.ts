import type { IncomingMessage } from 'node:http';
import type { Endpoint, Trust } from '../../../src/connect/endpoint.ts';
import { type Reply, type ServerSetup, startServer, type TestServer } from './server.ts';

/** What one method call looked like on the wire. */
export interface Received {
  readonly method: string;
  readonly body: string;
  readonly cookie: string | null;
  readonly headers: IncomingMessage['headers'];
  /** How often the method was called before. */
  readonly nth: number;
}

export type Answer = (call: Received) => Promise<Reply | 'handled'> | Reply | 'handled';

export const CREDENTIALS = { user: 'scan@vsphere.local', password: 'p&ss<word>' };

const VERSIONS =
  '<?xml version="1.0"?><namespaces version="1.0"><namespace><name>urn:vim25</name><version>8.0.3.0</version>' +
  '<priorVersions><version>8.0.2.0</version><version>7.0.3.0</version></priorVersions></namespace></namespaces>';

const SERVICE_CONTENT =
  '<returnval><rootFolder type="Folder">group-d1</rootFolder>' +
  '<propertyCollector type="PropertyCollector">propertyCollector</propertyCollector>' +
  '<viewManager type="ViewManager">ViewManager</viewManager><about><name>VMware vCenter Server</name>' +
  '<version>8.0.3</version><build>24022515</build><apiType>VirtualCenter</apiType><apiVersion>8.0.3.0</apiVersion>' +
  '<instanceUuid>61f12cb6</instanceUuid></about><sessionManager type="SessionManager">SessionManager</sessionManager></returnval>';

export function soap(content: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`
  );
}

export function answer(method: string, content = ''): Reply {
  return { body: soap(`<${method}Response xmlns="urn:vim25">${content}</${method}Response>`) };
}

export function fault(type: string, inner = '', text = 'said so'): Reply {
  const detail = `<detail><${type}Fault xmlns="urn:vim25" xsi:type="${type}">${inner}</${type}Fault></detail>`;
  return {
    status: 500,
    body: soap(
      `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${text}</faultstring>${detail}</soapenv:Fault>`,
    ),
  };
}

export interface Vcenter extends TestServer {
  readonly calls: readonly Received[];
  count(method: string): number;
  /** Cookies of sessions that are logged in. */
  readonly sessions: Set<string>;
  trusted(more?: Partial<Endpoint>, trust?: Partial<Trust>): Endpoint;
}

const OPEN_TO_ALL = new Set(['RetrieveServiceContent', 'Login']);

/**
 * A server with just enough of a vCenter's manners: cookie on login, NotAuthenticated without one, and canned answers
 * that a test replaces. It shares nothing with the simulator.
 */
export async function startVcenter(
  answers: Readonly<Record<string, Answer>> = {},
  setup: Partial<ServerSetup> = {},
): Promise<Vcenter> {
  const calls: Received[] = [];
  const sessions = new Set<string>();
  const count = (method: string): number => calls.filter((call) => call.method === method).length;
  const standard: Readonly<Record<string, Answer>> = {
    RetrieveServiceContent: () => answer('RetrieveServiceContent', SERVICE_CONTENT),
    Login: ({ nth }) => {
      const cookie = `vmware_soap_session="c00${nth}"`;
      sessions.add(cookie);
      return { ...answer('Login'), headers: { 'set-cookie': `${cookie}; Path=/; HttpOnly; Secure;` } };
    },
    Logout: ({ cookie }) => {
      sessions.delete(cookie ?? '');
      return answer('Logout');
    },
    CurrentTime: () => answer('CurrentTime', '<returnval>2026-01-02T03:10:00.1Z</returnval>'),
    CreateContainerView: ({ nth }) =>
      answer('CreateContainerView', `<returnval type="ContainerView">session[1]view-${nth}</returnval>`),
  };
  const server = await startServer({
    ...setup,
    respond: async (request, body, response) => {
      if (request.method === 'GET') return { body: VERSIONS };
      const method = /<(?:\w+:)?Body><(\w+)/.exec(body)?.[1] ?? '';
      const cookie = request.headers.cookie ?? null;
      const call = { method, body, cookie, headers: request.headers, nth: count(method) };
      calls.push(call);
      if (setup.respond !== undefined) {
        const special = await setup.respond(request, body, response);
        if (special === 'handled' || special.status !== 0) return special;
      }
      if (!OPEN_TO_ALL.has(method) && !sessions.has(cookie ?? '')) return fault('NotAuthenticated');
      return (answers[method] ?? standard[method] ?? (() => answer(method)))(call);
    },
  });
  return Object.assign(server, {
    calls,
    count,
    sessions,
    trusted: (more: Partial<Endpoint> = {}, trust: Partial<Trust> = {}) =>
      server.endpoint({ ca: server.certificate.anchor, ...trust }, more),
  });
}

/** `<objects>` of hosts, each with its name. */
export function hosts(first: number, last: number): string {
  let text = '';
  for (let host = first; host <= last; host += 1) {
    text += `<objects><obj type="HostSystem">host-${host}</obj><propSet><name>name</name><val xsi:type="xsd:string">esx${host}</val></propSet></objects>`;
  }
  return text;
}
