import type { Finding, Outlook, Shown } from '../../src/model/finding.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { valueText } from '../text/kernel-values.ts';
import type { Tone } from '../text/paint.ts';
import type { Span } from '../text/wrap.ts';
import { mayNotStayRight } from './result.ts';

/** What a finding has to show in a table: values, a sentence, or both. */
export interface Found {
  /** `Def:TRUE Con:FALSE Run:TRUE!`; empty where the finding is not about a kernel setting or none could be read. */
  readonly values: readonly Span[];
  /** Null where the values say it all. */
  readonly sentence: string | null;
}

const HOST_WIDE = new Set(['disconnected', 'not-responding', 'standby']);

/** The values that were read, the ones that make the verdict marked with `!`; words where values do not suffice. */
export function foundOf(finding: Finding, host: ScannedHost): Found {
  if (finding.verdict === 'waived')
    return { values: valuesOf(finding), sentence: escapeControlCharacters(finding.message) };
  if (host.trouble !== null && finding.reason === host.trouble.code) {
    return { values: [], sentence: troubleText(host.trouble) };
  }
  const kernel = kernelValues(finding.observed);
  const complete = kernel !== null && Object.values(kernel).every((text) => text !== null);
  return {
    values: valuesOf(finding),
    sentence: complete && !mayNotStayRight(finding) ? null : escapeControlCharacters(finding.message),
  };
}

/** Def, Con and Run; none where the finding is not about a kernel setting. */
function valuesOf({ observed, horizons: { now, nextBoot, nextPatch } }: Finding): readonly Span[] {
  const kernel = kernelValues(observed);
  if (kernel === null) return [];
  return [
    value('Def', kernel.default, nextPatch),
    value('Con', kernel.configured, nextBoot),
    value('Run', kernel.runtime, now),
  ];
}

function troubleText({ code, detail }: { code: string; detail: string }): string {
  return HOST_WIDE.has(code) ? code : `${escapeControlCharacters(code)}: ${escapeControlCharacters(detail)}`;
}

function value(label: string, text: string | null, outlook: Outlook): Span {
  const marked = outlook === 'fail' || outlook === 'risk';
  const tone: Tone = outlook === 'fail' ? 'bad' : outlook === 'risk' ? 'careful' : text === null ? 'unsure' : 'plain';
  return { text: `${label}:${valueText(text, null)}${marked ? '!' : ''}`, tone };
}

type KernelValues = Record<'default' | 'configured' | 'runtime', string | null>;

/** The three values, if that is what was observed and at least one of them was read. */
function kernelValues(observed: Shown): KernelValues | null {
  if (!isObject(observed) || !Object.hasOwn(observed, 'configured')) return null;
  const values = {
    default: textOf(observed['default']),
    configured: textOf(observed['configured']),
    runtime: textOf(observed['runtime']),
  };
  return Object.values(values).some((text) => text !== null) ? values : null;
}

function isObject(shown: Shown): shown is { readonly [key: string]: Shown } {
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown);
}

function textOf(shown: Shown | undefined): string | null {
  if (shown === undefined || shown === null) return null;
  return typeof shown === 'object' ? JSON.stringify(shown) : String(shown);
}
