import { SaxesParser } from 'saxes';

/** Names of elements with those of their attributes, in their order. Throws where the document is not well-formed. */
export function elementsOf(xml: string): readonly string[] {
  const elements: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push([name, ...Object.keys(attributes)].join(' ')));
  parser.write(xml).close();
  return elements;
}

const METRIC = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"`;
const SAMPLE = new RegExp(String.raw`^(${METRIC})(?:\{${LABEL}(?:,${LABEL})*\})? (-?\d+(?:\.\d+)?)$`);

/** Metric and value of each sample, in their order. Throws at a line that the exposition format does not know. */
export function samplesIn(text: string): readonly string[] {
  const known = new Set<string>();
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const type = /^# TYPE (\S+) gauge$/.exec(line);
      if (type !== null) known.add(type[1] ?? '');
      if (/^# (?:HELP|TYPE) /.test(line)) return [];
      const [, metric, value] = SAMPLE.exec(line) ?? [];
      if (metric === undefined || !known.has(metric)) throw new Error(`no sample of a known metric: ${line}`);
      return [`${metric} ${value}`];
    });
}

/** How many cells each row of each table has. */
export function cellsIn(markdown: string): readonly number[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((line) => line.split(/(?<!\\)\|/).length - 2);
}

/** Every place where a parser of HTML would begin a tag, by name. */
export function tagsIn(page: string): readonly string[] {
  return [...page.matchAll(/<[a-z!/?][^\s>]*/gi)].map(([tag]) => tag);
}

/** Every link of a page, in their order. */
export function linksIn(page: string): readonly { readonly href: string; readonly rel: string | null }[] {
  const tags = [...page.matchAll(/<a(?: [^>]*)?>/g)].map(([tag]) => tag);
  return tags.map((tag) => ({ href: attributeOf(tag, 'href') ?? '', rel: attributeOf(tag, 'rel') }));
}

function attributeOf(tag: string, name: string): string | null {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

/** With the text of links that lead out, and without the links. */
export function withoutLinksOut(page: string): string {
  return page.replaceAll(/<a href="https:[^>]*>([^<]*)<\/a>/g, '$1');
}
