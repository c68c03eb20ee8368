import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A style sheet or script that goes into the page as it is, and the hash by which the page's own policy lets it. */
export interface Asset {
  readonly text: string;
  /** `sha256-…`, as a Content-Security-Policy names it. */
  readonly hash: string;
}

const known = new Map<string, Asset>();

function asset(name: string): Asset {
  const found = known.get(name);
  if (found !== undefined) return found;
  const text = readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');
  const made = { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
  known.set(name, made);
  return made;
}

/** How reports look. */
export function styleSheet(): Asset {
  return asset('report.css');
}

/** What makes the table of hosts answer. */
export function script(): Asset {
  return asset('report.js');
}
