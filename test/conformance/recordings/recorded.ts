import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One HTTP exchange that was recorded from a real server (VCR's YAML form). */
export interface RecordedExchange {
  readonly request: { readonly uri: string; readonly method: string; readonly body: string | null };
  readonly response: {
    readonly status: { readonly code: number };
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly body: { readonly string: string };
  };
}

const BESIDE_THE_REPOSITORY = fileURLToPath(new URL('../../../../shared/recordings', import.meta.url));
const FOLDER = process.env['ESXCHECK_RECORDINGS'] ?? BESIDE_THE_REPOSITORY;

export const RECORDED_FILES = [
  'basic_connection',
  'basic_connection_bad_password',
  'basic_container_view',
  'root_folder_parent',
  'smart_connection',
  'test_json_host_explode',
] as const;
export type RecordedFile = (typeof RECORDED_FILES)[number];

export const RECORDINGS_PRESENT = RECORDED_FILES.every((file) => existsSync(join(FOLDER, `${file}.yaml`)));
export const RECORDINGS_REQUIRED =
  process.env['CI'] !== undefined && process.env['ESXCHECK_CONFORMANCE'] === 'required';
/** Part of each test's name, so that a run without the recordings says so. */
export const WITNESS = RECORDINGS_PRESENT ? 'recorded vCenter 8.0.3' : `NO RECORDINGS in ${FOLDER}`;

const PYTHON_TEXT = { tag: 'tag:yaml.org,2002:python/unicode', resolve: (text: string): string => text };

const parsed = new Map<RecordedFile, readonly RecordedExchange[]>();

export function recorded(file: RecordedFile): readonly RecordedExchange[] {
  const exchanges = parsed.get(file) ?? readRecording(file);
  parsed.set(file, exchanges);
  return exchanges;
}

function readRecording(file: RecordedFile): readonly RecordedExchange[] {
  const text = readFileSync(join(FOLDER, `${file}.yaml`), 'utf8');
  const { interactions } = parse(text, { customTags: [PYTHON_TEXT] }) as { interactions: readonly RecordedExchange[] };
  return interactions;
}

/** The recorded answer to a call: by method, or by the property that was fetched. */
export function recordedAnswer(file: RecordedFile, asked: string): string {
  const found = recorded(file).find(({ request }) => {
    const body = request.body ?? request.uri;
    return body.includes(`<${asked} `) || body.includes(`>${asked}</prop>`) || body.endsWith(asked);
  });
  if (found === undefined) throw new Error(`${file} has no answer to ${asked}`);
  return found.response.body.string;
}
