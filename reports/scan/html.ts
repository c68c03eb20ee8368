import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan } from '../../src/model/scan.ts';
import { dataBlock, pageEnd, pageStart, section } from '../html/document.ts';
import { namedApart } from '../text/title.ts';
import { headerOf } from './html/header.ts';
import { pageOf } from './html/page.ts';
import { reportData } from './html/report-data.ts';
import { SECTIONS, SHORT_EDITION } from './html/sections.ts';

/** One file that opens from a mail or a share, with no request to anywhere. */
export const html: Reporter<Scan> = {
  name: 'html',
  description:
    'One self-contained page for people: verdict, actions, rules, clusters by rule, hosts to filter and sort.',
  extensions: ['.html', '.htm'],
  *render(given) {
    const scan = namedApart(given);
    const page = pageOf(scan);
    yield pageStart(`ESXi compliance, ${scan.finishedAt.slice(0, 10)}`);
    yield headerOf(page);
    yield '<main>\n';
    for (const each of SECTIONS) {
      const content = each.content(page);
      if (content !== null) yield section(each, content, SHORT_EDITION.has(each) ? '' : 'appendix');
    }
    yield '</main>\n';
    yield* dataBlock('report-data', reportData(page));
    yield pageEnd();
  },
};
