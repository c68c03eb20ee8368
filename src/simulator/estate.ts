/** Estates: what a simulated server holds. */
export type { Estate } from './estate/estate.ts';
export { generateEstate } from './estate/generate.ts';
export { loadEstate, parseEstate } from './estate/parse.ts';
