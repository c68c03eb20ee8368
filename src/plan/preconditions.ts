/** The parameter of a plan that says whether it was looked whether its changes would last (design.md 8). */
export const PRECONDITIONS = 'preconditions';
export const READ = 'read';
/** Of a plan that was made of a saved scan. */
export const NOT_READ = 'not-read';
