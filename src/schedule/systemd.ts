import { systemdPath, systemdPlain, systemdWord } from './quoting.ts';
import { type Schedule, twoDigits, type Unit } from './schedule.ts';

/** Time that a run may take beyond its own deadline, to log out and to write. */
const GRACE_MINUTES = 5;

/** A service and a timer, as locked up as a program can be that opens connections and writes a few files. */
export function systemdUnits(schedule: Schedule): readonly Unit[] {
  return [
    { name: 'esxcheck.service', text: serviceText(schedule) },
    { name: 'esxcheck.timer', text: timerText(schedule) },
  ];
}

function serviceText({ command, deadlineMinutes, credentials, unreadable, writes }: Schedule): string {
  return [
    '[Unit]',
    'Description=Compliance of ESXi hosts (esxcheck run)',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=${command.map(systemdWord).join(' ')}`,
    '# 1: hosts fail, 3: something could not be read. Both are answers; 2 is a run that did not happen.',
    'SuccessExitStatus=1 3',
    `TimeoutStartSec=${deadlineMinutes + GRACE_MINUTES}min`,
    ...credentials.map((name) => `LoadCredential=${name}:/etc/esxcheck/${name}`),
    ...unreadable.flatMap(({ credential, path }) => [
      `# The user of this service cannot read that file. In the config write { credential: ${credential} } for it, then take the # away:`,
      `#LoadCredential=${credential}:${systemdPlain(path)}`,
    ]),
    'DynamicUser=yes',
    'StateDirectory=esxcheck',
    'StateDirectoryMode=0700',
    '# The history lies in /var/lib/esxcheck.',
    'Environment=XDG_STATE_HOME=/var/lib',
    ...(writes.length === 0 ? [] : [`ReadWritePaths=${writes.map(systemdPath).join(' ')}`]),
    'UMask=0027',
    ...LOCKS,
    `ProtectHome=${command.some(isInHome) ? 'read-only' : 'yes'}`,
    '',
  ].join('\n');
}

/** What V8 needs is left: it makes code as it runs, so that memory must be writable and executable. */
const LOCKS = [
  'CapabilityBoundingSet=',
  'LockPersonality=yes',
  'NoNewPrivileges=yes',
  'PrivateDevices=yes',
  'PrivateTmp=yes',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'ProtectSystem=strict',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
];

function isInHome(path: string): boolean {
  return /^\/(?:home|root)\//.test(path);
}

function timerText({ hour, minute }: Schedule): string {
  return [
    '[Unit]',
    'Description=Compliance of ESXi hosts, every day',
    '',
    '[Timer]',
    `OnCalendar=*-*-* ${twoDigits(hour)}:${twoDigits(minute)}:00`,
    'RandomizedDelaySec=5min',
    '# A run that was missed while the machine was off is made up for.',
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}
