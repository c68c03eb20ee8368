import { SaxesParser } from 'saxes';

/** A piece of a document as it was written: the attributes of its start tag, and everything inside. */
export interface Piece {
  readonly attributes: string;
  readonly inner: string;
}

/** Cuts the first element out that the path leads to, from any element of the first name on; null where there is none. */
export function cutOut(xml: string, path: readonly string[]): Piece | null {
  const parser = new SaxesParser();
  const open: string[] = [];
  let start: { readonly depth: number; readonly tagEnd: number } | null = null;
  let found: Piece | null = null;
  parser.on('opentag', ({ name }) => {
    open.push(name);
    const isIt = open.length >= path.length && path.every((step, at) => open[open.length - path.length + at] === step);
    if (isIt && start === null && found === null) start = { depth: open.length, tagEnd: parser.position };
  });
  parser.on('closetag', ({ name }) => {
    if (start !== null && start.depth === open.length) {
      const inner = xml.slice(start.tagEnd, parser.position - `</${name}>`.length);
      const tag = xml.slice(xml.lastIndexOf(`<${name}`, start.tagEnd), start.tagEnd - 1);
      found = { attributes: tag.slice(name.length + 1), inner };
      start = null;
    }
    open.pop();
  });
  parser.write(xml).close();
  return found;
}
