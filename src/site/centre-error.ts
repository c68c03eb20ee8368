import type { PlainAnswer } from '../connect/https-client.ts';
import { isCertificateRefused } from '../connect/https-client.ts';
import { escapeControlCharacters } from '../model/control-characters.ts';
import { EsxcheckError } from '../model/errors.ts';
import { refusal } from './answers.ts';

/**
 * Why the centre did not do what it was asked.
 *
 * `passing`: it may do so later, as when it is away, busy, or answers nonsense. `key`: nothing that this key signs is taken. `request`:
 * this one request is refused, and will be again.
 */
export type CentreFault = 'passing' | 'key' | 'request';

export class CentreError extends EsxcheckError {
  readonly fault: CentreFault;
  /** The code that the centre gave, such as `ATTEMPT_OVER`; null where it gave none. */
  readonly reason: string | null;

  constructor(
    { code, sentence, fault, reason = null }: CentreErrorParts,
    options: { readonly details?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(code, sentence, options);
    this.fault = fault;
    this.reason = reason;
  }
}

interface CentreErrorParts {
  readonly code: string;
  readonly sentence: string;
  readonly fault: CentreFault;
  readonly reason?: string | null;
}

/** Nothing came back, or nothing that could be read. An interruption, a bug and a server that is not trusted stay what they are. */
export function unanswered(error: unknown): unknown {
  if (!(error instanceof EsxcheckError) || error instanceof CentreError || error.code === 'INTERRUPTED') return error;
  if (isCertificateRefused(error)) {
    return new CentreError({ code: error.code, sentence: error.message, fault: 'passing' }, { details: error.details });
  }
  const sentence = `The centre was not reached: ${error.message}.`;
  return new CentreError(
    { code: 'CENTRE_UNREACHABLE', sentence, fault: 'passing' },
    {
      details: ['Check the address of the centre, the network to it, and whether it is up.'],
      cause: error,
    },
  );
}

/** An answer that is none: of another server, of a proxy, or cut short. */
export function senseless(authority: string, why: string): CentreError {
  const sentence = `What answers at ${authority} is no esxcheck-server: ${why}.`;
  return new CentreError(
    { code: 'CENTRE_ANSWER_INVALID', sentence, fault: 'passing' },
    {
      details: ['Check the address, and what stands between. It is tried again.'],
    },
  );
}

/** Codes by which the centre refuses whatever this key signs. */
const OF_THE_KEY = new Set(['SIGNATURE_MISSING', 'SIGNATURE_WRONG', 'KEY_UNKNOWN', 'KEY_EXPIRED']);
/** Another time it may be taken: the next request has a new nonce, and a clock can be set. */
const OF_THE_MOMENT = new Set(['REPLAYED', 'CLOCK_APART']);

const NEXT_STEPS: Readonly<Record<string, string>> = {
  KEY_UNKNOWN: 'If the site was revoked by mistake, enrol it again: esxcheck enrol',
  KEY_EXPIRED: 'Enrol the site again, with a new code: esxcheck enrol --replace',
  CLOCK_APART: 'Set the clock of this machine (NTP).',
  CODE_REFUSED: 'Ask for a new code: it holds for a day, and once. It is made by: esxcheck-server site add NAME',
  TARGET_CLAIMED: 'Another site has this vCenter already. Ask whoever runs the centre.',
  TOO_LARGE: 'Ship fewer hosts at a time, by a narrower scope.',
};

/** What the centre says in an answer with a status of 400 or more. */
export function refused(authority: string, { status, body }: PlainAnswer): CentreError {
  const told = refusal.safeParse(jsonIn(body));
  if (status >= 500 || status === 429 || status === 408) return busy(authority, status);
  if (!told.success) return senseless(authority, `it answers HTTP ${status} without a reason`);
  const { code, message, serverTime } = told.data;
  const at =
    serverTime === undefined ? [] : [`The centre has ${serverTime}, this machine ${new Date().toISOString()}.`];
  const next = Object.hasOwn(NEXT_STEPS, code) ? [NEXT_STEPS[code] ?? ''] : [];
  const sentence = `The centre refuses (${code}): ${escapeControlCharacters(message).slice(0, 300)}`;
  return new CentreError(
    { code: 'CENTRE_REFUSED', sentence, fault: faultOf(status, code), reason: code },
    {
      details: [...at, ...next],
    },
  );
}

function faultOf(status: number, code: string): CentreFault {
  if (OF_THE_MOMENT.has(code)) return 'passing';
  return status === 401 && OF_THE_KEY.has(code) ? 'key' : 'request';
}

function busy(authority: string, status: number): CentreError {
  const sentence = `${authority} answers HTTP ${status}: it cannot serve now.`;
  return new CentreError({ code: 'CENTRE_BUSY', sentence, fault: 'passing' });
}

/** Undefined for what is no JSON. */
export function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
