import type { HostReporter } from '../src/model/checklist.ts';
import { ckl } from './checklist/ckl.ts';
import { cklb } from './checklist/cklb.ts';
import { hdf } from './checklist/hdf.ts';

/** Every rendering of the checklist of a host; the first is the usual one of a STIG, the last takes every framework. */
export const HOST_REPORTERS: readonly [HostReporter, HostReporter, HostReporter] = [cklb, ckl, hdf];
