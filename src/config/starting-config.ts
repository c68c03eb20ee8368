/** Where a password comes from, as a config says it. */
export interface StartingSecret {
  readonly kind: 'file' | 'command' | 'env';
  readonly value: string;
}

/** What a config is to begin with. Paths are relative to its folder. */
export interface StartingConfig {
  readonly targets: readonly string[];
  /** The account of all targets, or the file of a token. */
  readonly account: { readonly user: string; readonly password: StartingSecret } | { readonly tokenFile: string };
  readonly thumbprints: readonly string[];
  readonly caFiles: readonly string[];
  /** Globs over clusters and standalone hosts; empty: all. */
  readonly computeResources: readonly string[];
  readonly reports: readonly string[];
}

/**
 * The text of a config to start from, with a comment for each part; it holds no secret, and passes its own check. Lines that
 * begin with `#` and anything but one space are YAML that can be switched on.
 */
export function startingConfig(config: StartingConfig): string {
  const parts = [HEAD, targetsPart(config), scopePart(config), JUDGING, reportsPart(config), RUNNING];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const HEAD = [
  '# The config of esxcheck. To check it: esxcheck config check. To see what it may hold: esxcheck config schema.',
  '# Every section may be left out; to switch one on, take the # away from its lines. Paths are relative to the folder of',
  '# this file.',
];

function targetsPart({ targets, account, thumbprints, caFiles }: StartingConfig): readonly string[] {
  const trust = [...listed('thumbprints', thumbprints), ...listed('caFiles', caFiles)];
  return [
    '# Whom to ask: vCenters, or single ESXi hosts. An account that may only read is enough for scans.',
    'targets:',
    ...targets.flatMap((address) => [
      `  - address: ${scalar(address)}`,
      ...accountLines(account).map((text) => `    ${text}`),
      ...(trust.length > 0 ? [`    trust: { ${trust.join(', ')} }`] : NO_TRUST),
    ]),
  ];
}

const NO_TRUST = [
  '    # Where no authority that this machine knows has signed the certificate: esxcheck trust ADDRESS, or',
  '#    trust: { caFiles: [vmca.pem] }',
];

function accountLines(account: StartingConfig['account']): readonly string[] {
  if ('tokenFile' in account)
    return ['# A SAML bearer token, in the place of user and password.', `tokenFile: ${scalar(account.tokenFile)}`];
  const { user, password } = account;
  return [
    `user: ${scalar(user)}`,
    '# Never the password itself: a file that holds it, a command that prints it, or a variable (env).',
    `password: { ${password.kind}: ${scalar(password.value)} }`,
  ];
}

function scopePart({ computeResources }: StartingConfig): readonly string[] {
  const comment = '# Only these hosts, by globs over names; all hosts where it is left out.';
  if (computeResources.length > 0)
    return [comment, 'scope:', `  ${listed('computeResources', computeResources).join('')}`];
  return [comment, '#scope:', '#  datacenters: [DC1]', "#  computeResources: ['Prod*']"];
}

const JUDGING = [
  '# Which packs of rules judge the hosts; cpu, hpe and vic where it is left out. To see them: esxcheck rules',
  '#packs: [cpu, hpe, vic, hardening]',
  '',
  '# Other packs, severities and expectations in some clusters, by globs over their names.',
  '#clusters:',
  '#  Lab-*:',
  '#    packs: [hpe]',
  '',
  '# What is different on your site, by the id of a rule.',
  '#rules:',
  '#  hpe/gen8-interrupt-remapping: { severity: high }',
  '',
  '# Findings that are accepted until a day.',
  '#waivers:',
  '#  - rule: hpe/*',
  '#    cluster: Lab-*',
  '#    reason: waits for new hardware',
  '#    owner: jane@example.com',
  '#    expires: 2099-12-31',
];

function reportsPart({ reports }: StartingConfig): readonly string[] {
  const comment = '# Files that "esxcheck run" writes, their format by the ending.';
  if (reports.length === 0) return [comment, '#reports:', '#  - file: report.html'];
  return [comment, 'reports:', ...reports.map((file) => `  - file: ${scalar(file)}`)];
}

const RUNNING = [
  '# How long scans are kept by "esxcheck run"; for ever where it is left out.',
  '#history: { keepDays: 400 }',
  '',
  '# When an unattended run gives up, and what it ends with.',
  '#run:',
  '#  deadlineMinutes: 60',
  '#  maxUnknown: 0',
  '',
  '# Who is notified after "esxcheck run".',
  '#notifications:',
  '#  - mail:',
  '#      to: [vmware-team@example.com]',
  '#      from: esxcheck@example.com',
  '#      server: smtp.example.com:587',
];

function listed(key: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`${key}: [${values.map(scalar).join(', ')}]`];
}

/** Words that YAML would read as something else than text. */
const NOT_TEXT = /^(?:true|false|null|yes|no|on|off)$/i;

/** A text as YAML: plain where it can be nothing else, quoted as JSON quotes it elsewhere. */
function scalar(text: string): string {
  return /^[A-Za-z/][\w./@-]*$/.test(text) && !NOT_TEXT.test(text) ? text : JSON.stringify(text);
}
