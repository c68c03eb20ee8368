import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan } from '../../src/model/scan.ts';
import { dataBlock, markup, pageEnd, pageStart, section } from '../html/document.ts';
import { namedApart } from '../text/title.ts';
import { changesSection } from './html/changes.ts';
import { clusterChart } from './html/cluster-chart.ts';
import { deedsList } from './html/deeds.ts';
import { hostsShell, hostsToLookAt } from './html/hosts.ts';
import { headOf, standingsOverview } from './html/overview.ts';
import { reportData } from './html/report-data.ts';
import { notesSection, rulesSection, waiversSection } from './html/rules.ts';
import { trendChart } from './html/trend-chart.ts';
import { worstFirst } from './order.ts';

/** One file that opens from a mail or a share, with no request to anywhere. */
export const html: Reporter<Scan> = {
  name: 'html',
  description: 'One self-contained page for people: overview, what to do first, hosts to filter and sort, charts.',
  extensions: ['.html', '.htm'],
  *render(given) {
    const scan = namedApart(given);
    const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
    yield pageStart(`ESXi compliance, ${scan.finishedAt.slice(0, 10)}`);
    yield headOf(scan);
    yield '<main>\n';
    yield standingsOverview(scan);
    yield section('deeds', 'What to do first', deedsList(scan, judged));
    yield section('charts', 'Clusters and time', markup`${clusterChart(scan)}${trendChart(scan)}`);
    yield changesSection(scan);
    yield hostsShell(scan);
    yield hostsToLookAt(judged);
    yield waiversSection(scan);
    yield notesSection(scan);
    yield rulesSection(scan);
    yield '</main>\n';
    yield* dataBlock('report-data', reportData(scan));
    yield pageEnd();
  },
};
