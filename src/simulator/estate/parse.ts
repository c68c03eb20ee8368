import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { decodeText, NotText } from '../../files/text.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Estate } from './estate.ts';
import { expandEstate } from './expand.ts';
import { estateSchema, type EstateFile } from './schema.ts';

/** Reads an estate file; throws EsxcheckError ESTATE_NOT_FOUND or ESTATE_INVALID. */
export async function loadEstate(path: string): Promise<Estate> {
  let text: string;
  try {
    text = decodeText(await readFile(path));
  } catch (cause) {
    const why = cause instanceof NotText ? `: ${cause.message}` : '';
    throw new EsxcheckError('ESTATE_NOT_FOUND', `the estate file ${path} cannot be read${why}`, { cause });
  }
  return parseEstate(text, path);
}

/** Parsing takes seconds for a few times that. */
const LONGEST = 128 * 1024;
/** Syntax errors; the first is usually what the others follow from. */
const MOST_TOLD = 50;

/**
 * An estate from YAML text. `name` stands for the file in errors, and for the estate where the text gives no name.
 *
 * Throws EsxcheckError ESTATE_INVALID whose details are lines of `file:line:column: what was expected`.
 */
export function parseEstate(text: string, name: string): Estate {
  const lines = new LineCounter();
  if (text.length > LONGEST)
    throw invalid(name, [`${name}: it has more than ${LONGEST} characters; hosts can be counted`]);
  const document = documentOf(text, lines, name);
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw invalid(
      name,
      document.errors.slice(0, MOST_TOLD).map((error) => `${at(error.pos[0])}: ${error.message}`),
    );
  }
  const result = estateSchema.safeParse(toPlain(document, name) ?? {});
  if (!result.success) {
    throw invalid(
      name,
      result.error.issues.map((issue) => `${at(offsetOf(document, issue))}: ${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const unknown = unknownTemplates(result.data);
  if (unknown.length > 0)
    throw invalid(
      name,
      unknown.map((template) => `${name}: there is no template "${template}"`),
    );
  return expandEstate(result.data, basename(name).replace(/\.ya?ml$/, ''));
}

/** The parser takes its stack for the nesting of the text. */
function documentOf(text: string, lineCounter: LineCounter, name: string): Document {
  try {
    // Its warnings would go to stderr past everything; the schema refuses what they are about. Its pretty errors copy
    // the line for each of them, which takes seconds for a long line of mistakes.
    return parseDocument(text, { lineCounter, uniqueKeys: true, logLevel: 'error', prettyErrors: false });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw invalid(name, [`${name}: it is nested too deeply`]);
  }
}

function toPlain(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (cause) {
    throw new EsxcheckError('ESTATE_INVALID', `the estate ${name} refers to its parts too often`, { cause });
  }
}

function invalid(name: string, details: readonly string[]): EsxcheckError {
  return new EsxcheckError('ESTATE_INVALID', `the estate ${name} is not valid`, { details });
}

/** Where the mistake stands: at the key that is not known, else at the value, else at the closest thing around it. */
function offsetOf(document: Document, issue: z.core.$ZodIssue): number {
  const extra = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  for (let length = issue.path.length; length >= 0; length -= 1) {
    const node = document.getIn(issue.path.slice(0, length), true) as Node | undefined;
    const key = extra === undefined ? undefined : keyNode(node, extra);
    const range = (key ?? (typeof node === 'object' ? node : undefined))?.range;
    if (range !== undefined && range !== null) return range[0];
  }
  return 0;
}

function keyNode(node: Node | undefined, name: string): Node | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name);
  return pair?.key as Node | undefined;
}

function unknownTemplates(file: EstateFile): readonly string[] {
  const hosts = file.datacenters.flatMap((dc) => [...dc.hosts, ...dc.clusters.flatMap((cluster) => cluster.hosts)]);
  const named = [...hosts, file.host].map((host) => host?.template).filter((template) => template !== undefined);
  return named.filter((template) => !Object.hasOwn(file.templates, template));
}
