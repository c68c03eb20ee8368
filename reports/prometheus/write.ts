import { escapeControlCharacters } from '../text/cells.ts';

/** One value of a metric; labels in the order in which they are written. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge with its help, as node_exporter's textfile collector reads it: no time stamps, the file's own time counts. */
export function* gauge(name: string, help: string, samples: Iterable<Sample>): Iterable<string> {
  yield `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
  for (const { labels, value } of samples) yield `${name}${labelsText(labels)} ${value}\n`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels);
  return pairs.length === 0 ? '' : `{${pairs.map(([key, value]) => `${key}="${labelText(value)}"`).join(',')}}`;
}

/** A line break cannot be left after `harmless`; a backslash and a quote must be escaped. */
function labelText(value: string): string {
  return escapeControlCharacters(value).replace(/[\\"]/g, (character) => `\\${character}`);
}
