import type { EsxcliFacts, EsxcliQuery, HostService, Vib } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { booleanOf, childrenNamed, textOf, type VimElement } from '../vim/element.ts';
import { type EsxcliAnswer, type EsxcliRow, fieldOf, listOf, structureOf } from '../vim/esxcli.ts';
import { problemFromError } from './answer-problem.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { eachOf } from './property-value.ts';

/** Words that end a command which changes nothing. What a rule asks is checked when it is loaded, and once more here. */
const READING = new Set(['get', 'list']);

/**
 * Asks a command that only reads. What a release that lacks the command answers is not told apart from other failures
 * (docs/internals/wire.md 3.2), so it is unread; a rule names the releases that it speaks of.
 */
export async function readEsxcli(
  esxcli: HostEsxcli,
  { command, arguments: args }: EsxcliQuery,
): Promise<Reading<EsxcliFacts>> {
  if (!READING.has(command.at(-1) ?? '')) throw new Error(`esxcli ${command.join(' ')} may change a host`);
  try {
    return factsOf(await esxcli.run(command, args), command);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/**
 * Some commands that end in `get` answer with a list; one without any row is no answer to them. A command that ends in
 * `list` may list nothing. Fields that hold no text are left out.
 */
function factsOf(answer: EsxcliAnswer, command: readonly string[]): Reading<EsxcliFacts> {
  if (answer.kind === 'scalar') return read({ rows: [], scalar: answer.text });
  const wantsList = command.at(-1) === 'list';
  const isList = answer.kind === 'list' && (wantsList || answer.rows.length > 1);
  const rows = isList || wantsList ? listOf(answer) : [structureOf(answer)];
  return read({ rows: rows.map(textsIn), scalar: null });
}

function textsIn(row: EsxcliRow): EsxcliFacts['rows'][number] {
  return Object.fromEntries([...row].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

/**
 * The packages of the running image, by `esxcli software vib list` (docs/internals/wire.md 3.4). An image without any is no
 * answer, and no package is in an image twice.
 */
export async function readVibs(esxcli: HostEsxcli): Promise<Reading<readonly Vib[]>> {
  try {
    const vibs = listOf(await esxcli.run(['software', 'vib', 'list'])).map(vibFrom);
    if (vibs.length === 0 || vibs.includes(null)) return unread(UNCLEAR);
    const whole = vibs.filter((vib) => vib !== null);
    return new Set(whole.map(({ name }) => name)).size < whole.length ? unread(DOUBLED) : read(whole);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

const UNCLEAR = { code: 'unexpected-answer', detail: 'esxcli listed packages without their names' } as const;
const DOUBLED = { code: 'contradiction', detail: 'esxcli listed a package twice' } as const;

function vibFrom(row: EsxcliRow): Vib | null {
  const [name, version, vendor, acceptanceLevel] = ['Name', 'Version', 'Vendor', 'AcceptanceLevel'].map(
    (field) => fieldOf(row, field)?.trim() || null,
  );
  if (name === null || name === undefined || version === null || version === undefined) return null;
  return { name, version, vendor: vendor ?? null, acceptanceLevel: acceptanceLevel ?? null };
}

/** Services of every ESXi since 5.0. A list without one of them is no whole list, and proves of no service that it is not there. */
const OF_EVERY_HOST = ['DCUI', 'TSM', 'TSM-SSH'];

/**
 * Reads HostServiceInfo (`config.service`). A service that is half told, or told twice, or missing though every host has it,
 * leaves the whole list unread.
 */
export function servicesFrom(info: VimElement): Reading<readonly HostService[]> {
  const services = eachOf(childrenNamed(info, 'service'), serviceFrom);
  if (services === null) {
    return unread({ code: 'unexpected-answer', detail: 'a service came without members that it must have' });
  }
  if (services.length === 0) return unread({ code: 'unexpected-answer', detail: 'the host listed no service' });
  const keys = new Set(services.map(({ key }) => key));
  if (keys.size < services.length) return unread({ code: 'contradiction', detail: 'the host listed a service twice' });
  const missing = OF_EVERY_HOST.find((key) => !keys.has(key));
  if (missing === undefined) return read(services);
  return unread({
    code: 'unexpected-answer',
    detail: `the host did not list the service ${missing}, which no host is without`,
  });
}

function serviceFrom(element: VimElement): HostService | null {
  const key = textOf(element, 'key');
  const running = booleanOf(element, 'running');
  const policy = textOf(element, 'policy')?.trim() ?? '';
  if (key === null || key === '' || running === null || policy === '') return null;
  return { key, label: textOf(element, 'label') ?? key, running, policy };
}
