import type { Command } from './command.ts';
import { namesIn, optionsOf } from './flag-words.ts';

/** Flags of other tools for one thing, in small letters. */
interface PeerFlags {
  readonly names: readonly string[];
  /** What it is called here; the first that a command has is the one that is meant. */
  readonly ours: readonly string[];
  /** What to say where a command has one of them; else `Did you mean --NAME?`. */
  readonly advice?: string;
  /** The argument that is meant where a command has no such flag. */
  readonly argument?: string;
  /** What to say where a command has none of them. */
  readonly otherwise?: string;
}

const YES = ['yes', 'y', 'assume-yes', 'assumeyes', 'auto-approve', 'noconfirm', 'non-interactive'];

const NOTHING_TO_CONFIRM =
  'There is nothing to confirm: only "apply", "rollback" and "history --forget-older-than" take --confirm.';

/** Of govc, PowerCLI, vic-machine, InSpec, Ansible, Terraform, curl and package managers. */
const PEERS: readonly PeerFlags[] = [
  {
    names: [...YES, 'force'],
    ours: ['confirm'],
    advice:
      'A habit must not write: to write without being asked, add --confirm. Without it nothing is written unasked.',
    otherwise: NOTHING_TO_CONFIRM,
  },
  {
    names: YES,
    ours: ['sha256'],
    advice: 'Trust follows a comparison: --sha256 names the thumbprint that was compared, and nobody is asked.',
  },
  { names: ['force', 'overwrite'], ours: ['replace'] },
  {
    names: ['confirm'],
    ours: ['confirm'],
    advice:
      'Here --confirm, with two dashes, means yes: it writes without asking. Without it people are asked, or nothing is written.',
    otherwise: NOTHING_TO_CONFIRM,
  },
  {
    names: ['whatif', 'what-if', 'check', 'dryrun', 'dry-run', 'noop', 'simulate', 'preview'],
    ours: ['dry-run'],
    otherwise: 'Only "apply" and "rollback" write to hosts, and they take --dry-run; other commands only read.',
  },
  {
    names: ['s', 't', 'a', 'url', 'address', 'viserver', 'vc', 'vcsa', 'vcenter-server', 'esxi', 'endpoint', 'sdk-url'],
    ours: ['target'],
  },
  { names: ['target', 'server', 'vcenter', 't', 's', 'url', 'address'], ours: [], argument: 'server' },
  { names: ['port'], ours: ['target'], advice: 'Write the port behind the name: --target vc01.example.com:8443.' },
  { names: ['login', 'account', 'user-name', 'principal'], ours: ['user'] },
  {
    names: ['p', 'credential', 'credentials', 'cred', 'secret', 'ask-pass', 'prompt'],
    ours: ['password-file'],
    advice:
      'A password is asked for, or comes from --password-file, --password-stdin, --password-command or ESXCHECK_PASSWORD.',
  },
  { names: ['token', 'saml-token', 'bearer'], ours: ['token-file'] },
  { names: ['vmhost', 'esx', 'esx-host', 'hostname', 'hostsystem', 'limit', 'l'], ours: ['host'] },
  { names: ['location', 'pool', 'cluster-name', 'clusters'], ours: ['compute-resource', 'datacenter'] },
  { names: ['dc', 'datacentre', 'data-center'], ours: ['datacenter'] },
  {
    names: [
      'allow-insecure',
      'skip-certificate-check',
      'skipcertificatecheck',
      'no-check-certificate',
      'check-certificate',
      'no-verify',
      'verify',
      'verify-ssl',
      'ssl-verify',
      'validate-certs',
      'disable-ssl-verification',
      'nossl',
      'ssl',
    ],
    ours: ['insecure'],
    advice: '--insecure accepts any certificate; safer is: esxcheck trust SERVER, or --thumbprint.',
  },
  { names: ['fingerprint', 'cert-thumbprint', 'certificate-thumbprint', 'sha1', 'sha256'], ours: ['thumbprint'] },
  { names: ['cacert', 'ca-cert', 'ca', 'cafile', 'tls-ca-certs', 'cert'], ours: ['ca-file'] },
  { names: ['tls-known-hosts', 'knownhosts'], ours: ['known-hosts'] },
  {
    names: ['json', 'xml', 'csv', 'yaml', 'html', 'markdown', 'junit', 'j', 'as-json', 'pretty'],
    ours: ['format'],
    advice: 'The form of the output is named with --format, such as --format json; --help lists which there are.',
  },
  { names: ['reporter', 'output-format', 'formatter'], ours: ['format'] },
  { names: ['out', 'outfile', 'output-file', 'file', 'report', 'export-csv', 'path'], ours: ['output'] },
  { names: ['controls', 'control', 'check-id', 'id', 'include'], ours: ['rule'] },
  { names: ['packs', 'benchmark', 'baseline', 'suite', 'tags'], ours: ['pack', 'profile'] },
  { names: ['rules-dir', 'profiles-path', 'policy', 'policies'], ours: ['rules'] },
  { names: ['c', 'conf', 'config-file', 'json-config', 'input-file', 'attrs', 'inventory', 'i'], ours: ['config'] },
  {
    names: ['waiver-file', 'waivers', 'ignore', 'exclude', 'skip'],
    ours: ['config'],
    advice: 'Waivers are in the config: docs/configuration.md.',
  },
  {
    names: ['debug', 'd', 'vv', 'vvv', 'trace', 'dump', 'loglevel'],
    ours: ['verbose'],
    advice: '--verbose tells each call; --log-file keeps what happens, --trace-soap every message.',
  },
  { names: ['log', 'logfile'], ours: ['log-file'] },
  { names: ['silent'], ours: ['quiet'] },
  {
    names: ['allow', 'enable'],
    ours: ['deny'],
    advice: 'A plan opens what its rules ask for, without a flag; --deny closes it.',
  },
];

/** What to say where an argument is written as a flag. */
export function withoutFlag({ usage }: Command): string {
  return `Write it without a flag: esxcheck ${usage}`;
}

/** What to say of a flag that a command has not, where another tool has it; null for a flag of none. */
export function peerAdvice(command: Command, written: string): string | null {
  const name = written.replace(/^--?/, '').replace(/:.*$/s, '').toLowerCase();
  const peers = PEERS.filter(({ names }) => names.includes(name) || names.includes(name.replace(/^no-/, '')));
  const known = namesIn(optionsOf(command));
  for (const { ours, advice } of peers) {
    const meant = ours.find((own) => known.includes(own));
    if (meant !== undefined) return advice ?? `Did you mean --${meant}?`;
  }
  const argument = peers.find(
    (peer) => peer.argument !== undefined && Object.hasOwn(command.positionals, peer.argument),
  );
  if (argument !== undefined) return withoutFlag(command);
  return peers.find(({ otherwise }) => otherwise !== undefined)?.otherwise ?? null;
}
