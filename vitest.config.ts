// For `npx vitest run FILE`, and for editors.
export { default } from './test/vitest.config.ts';
