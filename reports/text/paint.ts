import { styleText } from 'node:util';
import type { State, Verdict } from '../../src/model/finding.ts';

/** How a piece of text is meant to stand out; colour is never the only carrier of it. */
export type Tone = 'plain' | 'strong' | 'faint' | 'bad' | 'unsure' | 'careful' | 'good';

/** Puts the escapes of a tone around harmless text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const STYLES = {
  strong: ['bold'],
  faint: ['dim'],
  bad: ['bold', 'red'],
  unsure: ['magenta'],
  careful: ['yellow'],
  good: ['green'],
} as const;

/** The caller decides about colour, so the stream and NO_COLOR are not asked again. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_tone, text) => text;
  return (tone, text) => (tone === 'plain' || text === '' ? text : styleText([...STYLES[tone]], text, FORCED));
}

const FORCED = { validateStream: false };

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  fail: 'bad',
  unknown: 'unsure',
  warn: 'careful',
  waived: 'faint',
  pass: 'good',
  'not-applicable': 'faint',
};

export const STATE_TONES: Readonly<Record<State, Tone>> = {
  'non-compliant': 'bad',
  'regresses-on-reboot': 'bad',
  'reboot-pending': 'careful',
  'not-taking-effect': 'bad',
  'may-regress-on-patch': 'careful',
  mitigated: 'careful',
  unknown: 'unsure',
  compliant: 'good',
};
