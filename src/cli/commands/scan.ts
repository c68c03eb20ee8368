import { defineCommand } from '../command.ts';
import { exitCodeOfScan } from '../exit-code.ts';
import { CONNECTION_OPTIONS, JUDGEMENT_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS, SCOPE_OPTIONS } from '../options.ts';

/** Judges every host in scope by the chosen rules. Reads only. */
export const scan = defineCommand({
  usage: 'scan',
  summary: 'Judge every ESXi host by the rules: now and after the next reboot',
  examples: [
    ['$0 scan --target vcenter.example.com --user audit@vsphere.local', 'all hosts, the packs hpe and vic'],
    ['$0 scan --target vcenter.example.com --compute-resource Production --pack hpe', 'one cluster, one pack'],
    [
      '$0 scan --target vcenter.example.com --pack vic --vch-address 10.9.0.5',
      'is outbound tcp/2377 open to this VCH?',
    ],
    [
      '$0 scan --target vcenter.example.com --pack hardening --profile stig',
      'the forty hardening checks, by the values of the STIG',
    ],
    ['$0 scan --target vcenter.example.com --output scan.json --output findings.csv', 'files instead of the table'],
  ],
  epilogue:
    'Where neither pack nor rule is named: the packs hpe and vic, and the rules of --rules.\n' +
    'Exit code: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  options: { ...CONNECTION_OPTIONS, ...SCOPE_OPTIONS, ...RULE_OPTIONS, ...REPORT_OPTIONS, ...JUDGEMENT_OPTIONS },
  run: async (args, io) => {
    const { SCAN_REPORTERS } = await import('../../../reports/scan.ts');
    const { chooseReports } = await import('../report-choice.ts');
    const { chooseRules } = await import('../rule-choice.ts');
    const reports = await chooseReports(SCAN_REPORTERS, args);
    const rules = await chooseRules(args);
    const { gatherRequest } = await import('../gathering.ts');
    const { scanEstate } = await import('../../scan/scan-estate.ts');
    const { writeReports } = await import('../reports.ts');
    const { request, stop } = await gatherRequest(args, io);
    const scanned = await scanEstate({ ...request, ...rules }).finally(stop);
    await writeReports(reports, scanned, io);
    return exitCodeOfScan(scanned, args);
  },
});
