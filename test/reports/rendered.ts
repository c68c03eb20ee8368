import type { Reporter, RenderOptions } from '../../src/model/reporter.ts';

export const PIPE: RenderOptions = { width: null, colour: false };

/** All pieces of a report as one text. */
export function rendered<Document>(
  reporters: readonly Reporter<Document>[],
  name: string,
  document: Document,
  options: RenderOptions = PIPE,
): string {
  const reporter = reporters.find((one) => one.name === name);
  if (reporter === undefined) throw new Error(`No reporter ${name}`);
  return [...reporter.render(document, options)].join('');
}
