/** What each folder holds, in a sentence: the table of docs/architecture.md, from the console down to the words. */
export const FOLDERS: Readonly<Record<string, string>> = {
  'src/cli': 'The command line, and the only console: arguments become a call, its result a report and an exit code.',
  'src/api': 'What other programs import.',
  'src/run': 'One unattended pass: scan, compare, keep, render, notify.',
  'src/scan': 'Reads the estate by the chosen rules and judges it, or keeps it as a snapshot. It only reads.',
  'src/readers':
    'Has large targets of one scan read by other processes of the program; what these answer is hostile input.',
  'src/site':
    'The site side of the centre: key, signatures, shipments, the spool, and the worker that reads when it is asked.',
  'src/apply':
    'Carries out a plan, undoes it and verifies it, with the journal and the rolling reboot. The only folder that writes to hosts.',
  'src/doctor': 'Looks whether the work can be done, and does none of it; makes captures for support.',
  'src/history': 'Keeps scans in a database, compares two of them, and follows compliance over time.',
  'src/plan': 'Turns what fails into a plan with inverse steps, and reads plans back. Pure.',
  'src/rules': 'Loads rule files, finds their mistakes, chooses among them, and runs their examples.',
  'src/config': 'Reads `esxcheck.yaml`: packs, overrides, waivers, targets.',
  'src/advisories': 'Advisories of the maker: the data file of them, and the rules that are made of it.',
  'src/frameworks':
    'Guides and STIGs as data: which control is answered by which rules, and the rules as a framework wants them.',
  'src/evidence':
    'What a control of a framework is on a host, by what was found there and by what people attest. Pure.',
  'src/checks': 'One file a kind of check: schema, facts that it needs, judgement, words, example, remedy.',
  'src/evaluate': 'Facts and rules become findings. Pure.',
  'src/compare': 'How hosts differ from one that people trust. Pure.',
  'src/collect': 'Inventory and facts from a vCenter or host: only what the chosen rules ask for.',
  'src/target': 'Who to talk to, as whom, and which certificates to trust.',
  'src/connect': 'One HTTPS exchange, with pinned certificates, limits and time-outs, and the session on top of it.',
  'src/vim': 'The wire format of vSphere as values and back. It opens no socket.',
  'src/rest': 'What vCenter tells over REST, as values: paths, answers, refusals. It opens no socket.',
  'src/site-catalog':
    'The file that keeps what a site learnt of releases from its own hosts: chained, and written under a lock.',
  'src/snapshot': 'The file that keeps facts.',
  'src/saved': 'Reads scans back that were saved as JSON, as hostile input.',
  'src/notify': 'Mail and webhooks.',
  'src/schedule': 'Texts for systemd, cron and the Windows task scheduler.',
  'src/support': 'Logs, traces and anonymised captures.',
  'src/yaml': 'YAML that people write, as plain data with places.',
  'src/files': 'Text and folders as people and systems have them.',
  'src/shipped': 'Where the files are that come with the program.',
  'src/build': 'Runs when the program is built, never when it is used.',
  'src/simulator': 'A vCenter that ships: for the demo, for rehearsal, for tests. It shares no code with the client.',
  'src/model': 'Words only: facts, rules, findings, plans, errors. It imports nothing.',
  reports: 'A file a format: pure functions from a result to text.',
};
