import type { Control } from '../../../src/model/framework.ts';
import { type Html, markup, type HtmlPart, shown, tableOf } from '../../html/document.ts';
import {
  COVERAGE_WORDS,
  coverageText,
  type FrameworkSummary,
  frameworkSummaries,
  statusesText,
} from '../summary/frameworks.ts';
import type { PageSection } from './page.ts';

/** Every control of the chosen frameworks by its number, with what it comes to, also those that a person must look at. */
export const frameworksSection: PageSection = {
  id: 'frameworks',
  title: 'Controls',
  content: ({ scan }) => {
    const summaries = frameworkSummaries(scan);
    return summaries.length === 0 ? null : markup`${summaries.map(frameworkText)}`;
  },
};

const HEAD = [
  'Control',
  'Weight',
  'What it asks',
  'How it is checked',
  'Open',
  'Not reviewed',
  'Not applicable',
  'Not a finding',
];

function frameworkText(summary: FrameworkSummary): Html {
  const { framework, controls, attested } = summary;
  const rows = framework.controls.map((control, index) => controlRow(control, controls[index], attested[index] ?? 0));
  const note = framework.note === null ? null : markup`<p>${framework.note}</p>`;
  return markup`<details id="framework-${framework.name}"><summary>${framework.title} ${framework.version}:
    ${coverageText(framework)}; ${statusesText(summary)}</summary>${note}${tableOf(framework.title, HEAD, rows)}</details>`;
}

function controlRow(
  control: Control,
  counts: FrameworkSummary['controls'][number] | undefined,
  attested: number,
): readonly HtmlPart[] {
  const numbers = control.vulnId === null ? markup`${control.id}` : markup`${control.id}<br />${control.vulnId}`;
  return [
    numbers,
    control.priority,
    control.title,
    checkedBy(control, attested),
    counts?.open ?? 0,
    counts?.not_reviewed ?? 0,
    counts?.not_applicable ?? 0,
    counts?.not_a_finding ?? 0,
  ];
}

function checkedBy({ coverage, rules, look }: Control, attested: number): Html {
  const words = coverage === 'rule' ? '' : `${COVERAGE_WORDS[coverage]}: `;
  const people = attested === 0 ? '' : `Attested by people, not read: ${attested}.`;
  return shown([`${words}${look ?? ''}`.trim(), rules.join(', '), people].filter((text) => text !== '').join(' '));
}
