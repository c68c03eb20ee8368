import type { Reporter } from '../src/model/reporter.ts';
import type { Scan } from '../src/model/scan.ts';
import { csv } from './scan/csv.ts';
import { html } from './scan/html.ts';
import { json } from './scan/json.ts';
import { junit } from './scan/junit.ts';
import { lines } from './scan/lines.ts';
import { markdown } from './scan/markdown.ts';
import { prometheus } from './scan/prometheus.ts';
import { table } from './scan/table.ts';

/** Every rendering of a scan; the first is the default on a terminal. */
export const SCAN_REPORTERS: readonly Reporter<Scan>[] = [table, lines, csv, json, html, markdown, junit, prometheus];
