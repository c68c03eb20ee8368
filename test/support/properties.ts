import { configureGlobal } from 'fast-check';
import { isWhole, runs } from './sample.ts';

// Properties are tried with the seed of the samples, so that what fails once fails again; in CI with a random one, which is given.
const seed = process.env['ESXCHECK_SEED'];
if (seed !== undefined) configureGlobal({ numRuns: isWhole(process.env) ? 100 : runs(100), seed: Number(seed) });
