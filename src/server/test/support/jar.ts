import { Agent, fetch, type Response } from 'undici';

const agent = new Agent({ connect: { rejectUnauthorized: false } });

/** What a browser does with cookies: kept by host, sent back, thrown away when they end. */
export class Jar {
  readonly cookies = new Map<string, Map<string, string>>();
  /** Everything that was set, as the server wrote it. */
  readonly written: string[] = [];

  async go(url: string, init: { method?: string; headers?: Record<string, string> } = {}): Promise<Response> {
    const { host } = new URL(url);
    const cookie = [...(this.cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const answer = await fetch(url, { redirect: 'manual', dispatcher: agent, ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.#keep(host, line);
    return answer;
  }

  /** Follows redirects until one would lead to a place that begins with `until`, or to the end. */
  async follow(url: string, until = 'nowhere'): Promise<{ readonly url: string; readonly answer: Response }> {
    let at = url;
    for (let hops = 0; hops < 20; hops += 1) {
      const answer = await this.go(at);
      const location = answer.headers.get('location');
      if (location === null) return { url: at, answer };
      await answer.text();
      at = new URL(location, at).href;
      if (at.startsWith(until)) return { url: at, answer };
    }
    throw new Error(`more redirects than a browser follows, the last to ${at}`);
  }

  #keep(host: string, line: string): void {
    this.written.push(line);
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const kept = this.cookies.get(host) ?? new Map<string, string>();
    const isOver = attributes.some((part) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(part));
    if (isOver) kept.delete(name);
    else kept.set(name, value);
    this.cookies.set(host, kept);
  }
}
