import { configureGlobal } from 'fast-check';
import { isWhole, runs } from './sample.ts';

// Properties are tried with the seed of the samples, so that what fails once fails again; in CI with one of their own.
if (!isWhole(process.env)) configureGlobal({ numRuns: runs(100), seed: Number(process.env['ESXCHECK_SEED']) });
