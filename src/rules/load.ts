import { readFileSync, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeText, NotText } from '../files/text.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { invalid, type Diagnostic } from '../yaml/diagnostic.ts';
import { buildRule } from './build-rule.ts';
import type { ParsedRule } from './parse-rule.ts';
import { hashOfBytes, MAX_RULE_BYTES, type PrecompiledRules } from './precompiled-rules.ts';
import type { RuleFile } from './schema/rule-schema.ts';

/** A folder beside the packs that holds data about releases, not rules. */
export const CATALOG = 'catalog';

/** A rule, and its file as read: a config may want parts of it otherwise. */
export interface LoadedRule {
  readonly rule: Rule;
  readonly file: RuleFile;
  /** The one of the given folders that it lies in. */
  readonly folder: string;
  readonly exampleDiagnostic: (index: number, text: string) => Diagnostic;
}

/** A folder of packs. */
export interface PackFolder {
  readonly dir: string;
  /** Those that are wanted; null: all. */
  readonly packs: ReadonlySet<string> | null;
  /** Files that need no parsing. What is said of an example of such a rule names its file, not its line. */
  readonly ahead?: PrecompiledRules;
  /** Rules that are in no file, since they are made of data. */
  readonly made?: readonly RuleFile[];
}

/** The rules of `loadRules` alone. */
export async function loadPacks(...dirs: readonly (string | PackFolder)[]): Promise<readonly Rule[]> {
  return (await loadRules(...dirs)).map(({ rule }) => rule);
}

/**
 * Every rule below the folders (`DIR/PACK/NAME.yaml`), sorted by id; of a folder that names packs, those alone are read.
 * Throws RULES_NOT_FOUND, or RULE_INVALID with file, line and column of every mistake.
 */
export async function loadRules(...dirs: readonly (string | PackFolder)[]): Promise<readonly LoadedRule[]> {
  const sources = (await Promise.all(dirs.map(filesOf))).flat();
  const parsed = await Promise.all(sources.map(async (source) => ({ ...source, ...(await load(source)) })));
  const mistakes = parsed.flatMap((result) => ('mistakes' in result ? result.mistakes : []));
  mistakes.push(...duplicates(parsed));
  if (mistakes.length > 0) throw invalid('RULE_INVALID', mistakes);
  return [...parsed.flatMap((result) => ('rule' in result ? loaded(result) : [])), ...dirs.flatMap(madeRules)].toSorted(
    ({ rule: one }, { rule: other }) => (one.id < other.id ? -1 : 1),
  );
}

function loaded({ rule, content, folder, exampleDiagnostic }: RuleFilePath & ParsedRuleFile): LoadedRule {
  return { rule, file: content, folder, exampleDiagnostic };
}

/** A rule that was made has no file: what is said of an example of it names the rule. */
function madeRules(folder: string | PackFolder): readonly LoadedRule[] {
  if (typeof folder === 'string') return [];
  return (folder.made ?? []).map((content) => {
    const { rule, exampleDiagnostic } = precompiled(content.id, content) as ParsedRuleFile;
    return { rule, file: content, folder: folder.dir, exampleDiagnostic };
  });
}

type ParsedRuleFile = Extract<ParsedRule, { readonly rule: Rule }>;

interface RuleFilePath {
  readonly folder: string;
  readonly ahead: PrecompiledRules | undefined;
  readonly file: string;
  readonly id: string;
}

async function filesOf(folder: string | PackFolder): Promise<readonly RuleFilePath[]> {
  const whole: PackFolder = typeof folder === 'string' ? { dir: folder, packs: null } : folder;
  const { dir, packs: wanted, ahead } = whole;
  const packs = (await entriesOf(dir)).filter((pack) => pack !== CATALOG && (wanted === null || wanted.has(pack)));
  const files = (await Promise.all(packs.map((pack) => rulesOf(dir, pack)))).flat();
  const found = files.map((file) => ({ ...file, ahead }));
  if (found.length > 0 || wanted !== null || (whole.made ?? []).length > 0) return found;
  throw new EsxcheckError('RULES_NOT_FOUND', `The rules folder ${dir} holds no rule: PACK/NAME.yaml was expected.`, {
    details: ['To write a first one, run: esxcheck rules new PACK/NAME --dir FOLDER'],
  });
}

async function rulesOf(folder: string, pack: string): Promise<readonly Omit<RuleFilePath, 'ahead'>[]> {
  if (/\.ya?ml$/.test(pack)) return [{ folder, file: join(folder, pack), id: '' }];
  if (!(await isFolder(join(folder, pack)))) return [];
  const names = (await entriesOf(join(folder, pack))).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => ({
    folder,
    file: join(folder, pack, name),
    id: name.endsWith('.yaml') ? `${pack}/${name.slice(0, -5)}` : '',
  }));
}

/** Throws RULES_NOT_FOUND for a link to nowhere: what it should hold must not be missed in silence. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new EsxcheckError('RULES_NOT_FOUND', `The rules folder ${path} cannot be read.`, { cause });
  }
}

/** Names in a fixed order, hidden ones left out. */
async function entriesOf(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
  } catch (cause) {
    throw new EsxcheckError('RULES_NOT_FOUND', `The rules folder ${dir} cannot be read.`, { cause });
  }
}

async function load({ file, id, ahead }: RuleFilePath): Promise<ParsedRule> {
  if (id === '')
    return refused(file, 'a rule lives in a pack folder and its name ends in .yaml: PACK/NAME.yaml was expected');
  const bytes = ahead === undefined ? await bytesOf(file) : shippedBytesOf(file);
  if (bytes === null) return refused(file, `a readable file of at most ${MAX_RULE_BYTES} bytes was expected`);
  const content = ahead?.get(hashOfBytes(bytes));
  if (content?.id === id) return precompiled(file, content);
  try {
    return await parsedOnce({ file, id, text: decodeText(bytes) });
  } catch (error) {
    if (error instanceof NotText) return refused(file, `UTF-8 text was expected: ${error.message}`);
    throw error;
  }
}

/** Texts that were parsed, by file, id and text: whoever judges many times in one process reads YAML once. */
const parsedTexts = new Map<string, ParsedRule>();
const MOST_TEXTS = 1000;

async function parsedOnce(source: { readonly file: string; readonly id: string; readonly text: string }) {
  const key = JSON.stringify([source.file, source.id, source.text]);
  const before = parsedTexts.get(key);
  if (before !== undefined) return before;
  const { parseRule } = await import('./parse-rule.ts');
  const parsed = parseRule(source);
  if (parsedTexts.size >= MOST_TEXTS) parsedTexts.clear();
  parsedTexts.set(key, parsed);
  return parsed;
}

function precompiled(file: string, content: RuleFile): ParsedRule {
  const mistake = (text: string): Diagnostic => ({ file, line: 1, column: 1, text });
  return { rule: buildRule(content), content, idDiagnostic: mistake, exampleDiagnostic: (_, text) => mistake(text) };
}

async function bytesOf(file: string): Promise<Uint8Array | null> {
  try {
    const about = await stat(file);
    return about.isFile() && about.size <= MAX_RULE_BYTES ? await readFile(file) : null;
  } catch {
    return null;
  }
}

/** The same of files that came with the program: to wait for each of them takes longer than to read it. */
function shippedBytesOf(file: string): Uint8Array | null {
  try {
    const about = statSync(file);
    return about.isFile() && about.size <= MAX_RULE_BYTES ? readFileSync(file) : null;
  } catch {
    return null;
  }
}

function refused(file: string, text: string): ParsedRule {
  return { mistakes: [{ file, line: 1, column: 1, text }] };
}

/** The same id in two folders, at the place of the second. */
function duplicates(parsed: readonly (RuleFilePath & ParsedRule)[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return parsed.flatMap((result) => {
    if (!('rule' in result)) return [];
    const first = seen.get(result.id);
    seen.set(result.id, first ?? result.file);
    return first === undefined ? [] : [result.idDiagnostic(`the id ${result.id} is already that of ${first}`)];
  });
}
