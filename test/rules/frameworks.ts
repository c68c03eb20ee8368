import { loadFrameworks } from '../../src/frameworks/load.ts';
import type { Control, Framework } from '../../src/model/framework.ts';

/** Every framework that ships, with its controls. */
export const frameworks = await loadFrameworks('rules/frameworks', ['stig', 'scg']);

/** A control with the framework that it is of. */
export interface OwnedControl extends Control {
  readonly framework: Framework;
}

/** Every control of every framework, in the order of the files. */
export const controls: readonly OwnedControl[] = frameworks.flatMap((framework) =>
  framework.controls.map((control) => ({ ...control, framework })),
);

/** As rules cite a control: the vendor's guides, the STIGs of DISA, and the readiness guide, which is no STIG. */
export function citationOf({ framework, id }: Pick<OwnedControl, 'framework' | 'id'>): string {
  if (framework.family === 'scg') return `SCG ${id}`;
  return `${framework.benchmark === null ? 'Readiness' : 'STIG'} ${id}`;
}
