import { defineCommand } from '../command.ts';
import { exitCodeOfScan } from '../exit-code.ts';
import { HISTORY_OPTIONS } from '../history-options.ts';
import { listAhead } from '../listing-ahead.ts';
import { CONNECTION_OPTIONS, narrowsScope, READING_OPTIONS, SCOPE_OPTIONS } from '../connection-options.ts';
import { CONFIG_OPTIONS, JUDGEMENT_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS } from '../options.ts';
import { PATCH_OPTIONS } from '../patch-options.ts';

/** Judges every host in scope by the chosen rules. Reads only. */
export const scan = defineCommand({
  usage: 'scan',
  summary: 'Judge every ESXi host by the rules: now, after the next reboot and after a patch',
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
    ['$0 scan --target vcenter.example.com --target-release 8.0U3', 'and what will a patch to 8.0 U3 do?'],
    ['$0 scan --target vcenter.example.com --target-release 8.0U3 --all-settings', 'every default that it changes'],
    ['$0 scan --target vcenter.example.com --since scan.json', 'what has changed since that scan?'],
  ],
  epilogue:
    'Where neither pack nor rule is named: the packs of the config, else hpe and vic, and the rules of --rules.\n' +
    'Exit code: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    ...PATCH_OPTIONS,
    ...REPORT_OPTIONS,
    ...JUDGEMENT_OPTIONS,
    record: { type: 'boolean', group: 'History:', describe: 'Keep the scan in the history' },
    ...HISTORY_OPTIONS,
  },
  run: async (args, io) => {
    const { chooseTargetRelease } = await import('../catalog-files.ts');
    const targetRelease = await chooseTargetRelease(args.targetRelease);
    if (args.allSettings === true && args.record === true) {
      const { misuse } = await import('../misuse.ts');
      throw misuse('--all-settings lists settings and makes no scan that --record could keep.');
    }
    if (args.allSettings === true) return listAhead(args, targetRelease, io);
    const { SCAN_REPORTERS } = await import('../../../reports/scan.ts');
    const { chooseReports } = await import('../report-choice.ts');
    const { findConfig } = await import('../config-file.ts');
    const { chooseRules, namesRules } = await import('../rule-choice.ts');
    const { readEarlierScan } = await import('../earlier-scan.ts');
    const { withWaivers } = await import('../waiving.ts');
    const reports = await chooseReports(SCAN_REPORTERS, args);
    const earlier = await readEarlierScan(args, io);
    const config = await findConfig(args, io);
    const rules = await chooseRules(args, { config, io });
    const { gatherRequest } = await import('../gathering.ts');
    const { scanEstate } = await import('../../scan/scan-estate.ts');
    const { writeReports } = await import('../reports.ts');
    const { request, stop } = await gatherRequest(args, io, config);
    const found = await scanEstate({ ...request, ...rules, targetRelease }).finally(stop);
    const whole = !namesRules(args) && !narrowsScope(args);
    const memory = earlier === null ? {} : { lastKnown: earlier.knownOf(found) };
    const scanned = await withWaivers(found, config, { whole, now: request.now(), ...memory }, io);
    const told = { ...scanned, since: earlier?.differencesTo(scanned) ?? null };
    await writeReports(reports, told, io);
    if (args.record === true) {
      const { recordInHistory } = await import('../recording.ts');
      const { note } = await import('../io.ts');
      const { id, file } = await recordInHistory(told, args, io);
      await note(io, `Kept as scan ${id} of the history ${JSON.stringify(file)}.`);
    }
    return exitCodeOfScan(scanned, args);
  },
});
