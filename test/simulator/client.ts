import { Agent, request } from 'node:https';
import { gunzipSync } from 'node:zlib';
import type { Simulator } from '../../src/simulator/simulator.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly text: string;
}

interface Options {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A client that knows nothing but HTTPS and strings: no code of the product takes part. */
export class RawClient implements Disposable {
  readonly #simulator: Simulator;
  readonly #agent: Agent;
  cookie: string | null = null;
  version = '8.0.3.0';

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.#agent = new Agent({ keepAlive: true, ca: simulator.certificate.authority ?? simulator.certificate.pem });
  }

  /** Posts the inside of a SOAP body. */
  async post(body: string, options: Options = {}): Promise<Answer> {
    const envelope =
      '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
      `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
    const cookie: Record<string, string> = this.cookie === null ? {} : { cookie: this.cookie };
    const answer = await this.send('POST', envelope, {
      ...options,
      headers: {
        soapaction: `"urn:vim25/${this.version}"`,
        'content-type': 'text/xml; charset=utf-8',
        ...cookie,
        ...options.headers,
      },
    });
    const [set] = [answer.headers['set-cookie'] ?? []].flat();
    if (set !== undefined) this.cookie = set.split(';')[0] ?? null;
    return answer;
  }

  /** Calls a method on an object given as `Type:id`; fails when the answer is no HTTP 200. */
  async call(method: string, object: string, parameters = ''): Promise<string> {
    const answer = await this.tryCall(method, object, parameters);
    if (answer.status !== 200) throw new Error(`${method}: HTTP ${answer.status} ${answer.text}`);
    return answer.text;
  }

  tryCall(method: string, object: string, parameters = '', options: Options = {}): Promise<Answer> {
    const colon = object.indexOf(':');
    const self = `<_this type="${object.slice(0, colon)}">${object.slice(colon + 1)}</_this>`;
    return this.post(`<${method} xmlns="urn:vim25">${self}${parameters}</${method}>`, options);
  }

  login(user = 'administrator@vsphere.local', password = 'demo'): Promise<string> {
    return this.call(
      'Login',
      'SessionManager:SessionManager',
      `<userName>${user}</userName><password>${password}</password>`,
    );
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', '', { path });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  private send(method: string, body: string, { path = '/sdk', headers = {}, signal }: Options): Promise<Answer> {
    const { host, port } = this.#simulator;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { host, port, path, method, headers, agent: this.#agent, ...(signal === undefined ? {} : { signal }) },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const raw = Buffer.concat(chunks);
            const plain = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: plain,
              text: plain.toString('utf8'),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** Every text between `<name …>` and `</name>`. */
export function texts(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(([, text]) => text ?? '');
}

export function text(xml: string, name: string): string {
  const [first] = texts(xml, name);
  if (first === undefined) throw new Error(`no ${name} in ${xml.slice(0, 500)}`);
  return first;
}

export async function createHostView(client: RawClient): Promise<string> {
  const answer = await client.call(
    'CreateContainerView',
    'ViewManager:ViewManager',
    '<container type="Folder">group-d1</container><type>HostSystem</type><recursive>true</recursive>',
  );
  return text(answer, 'returnval');
}

/** Parameters of RetrievePropertiesEx over a view. */
export function overView(view: string, paths: readonly string[], maxObjects?: number): string {
  const options = maxObjects === undefined ? '<options/>' : `<options><maxObjects>${maxObjects}</maxObjects></options>`;
  return `<specSet><propSet><type>HostSystem</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>
    <objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><name>v</name>
    <type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet>${options}`;
}

/** Parameters of RetrievePropertiesEx on objects given as `Type:id`. */
export function ofObjects(objects: readonly string[], paths: readonly string[], reportMissing = false): string {
  const sets = objects.map((object) => {
    const [type = '', id = ''] = object.split(':');
    return `<objectSet><obj type="${type}">${id}</obj></objectSet>`;
  });
  const type = objects[0]?.split(':')[0] ?? '';
  const paths_ = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
  const report = reportMissing ? '<reportMissingObjectsInResults>true</reportMissingObjectsInResults>' : '';
  return `<specSet><propSet><type>${type}</type>${paths_}</propSet>${sets.join('')}${report}</specSet><options/>`;
}

/** Parameters of ExecuteSoap for `system.settings.kernel.list` and the like. */
export function command(name: string, given: Readonly<Record<string, string>> = {}): string {
  const moid = `ha-cli-handler-${name.split('.').slice(0, -1).join('-')}`;
  const parameters = Object.entries(given).map(
    ([key, value]) => `<argument><name>${key}</name><val>&lt;${key}&gt;${value}&lt;/${key}&gt;</val></argument>`,
  );
  return `<moid>${moid}</moid><version>urn:vim25/5.0</version><method>vim.EsxCLI.${name}</method>${parameters.join('')}`;
}

export const COLLECTOR = 'PropertyCollector:propertyCollector';

/** Undoes one level of escaping. */
export function unescape(xml: string): string {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
