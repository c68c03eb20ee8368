import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** Looks at a server's certificate and, when people have compared it, remembers it in the known-hosts file. */
export const trust = defineCommand({
  usage: 'trust <server>',
  summary: "Look at a server's certificate and trust it from now on",
  examples: [
    ['$0 trust vcenter.example.com', 'shows the certificate and asks whether it is the right one'],
    ['$0 trust vcenter.example.com --sha256 3F:6E:2F:...', 'trusts it if this is its thumbprint, without asking'],
  ],
  epilogue: [
    'Compare the thumbprint with one that did not come over this network. On the console of a vCenter appliance:',
    '  /usr/lib/vmware-vmafd/bin/vecs-cli entry getcert --store MACHINE_SSL_CERT \\',
    '    --alias __MACHINE_CERT | openssl x509 -noout -fingerprint -sha256',
    'and in the shell of an ESXi host:',
    '  openssl x509 -noout -fingerprint -sha256 -in /etc/vmware/ssl/rui.crt',
    'Nothing is sent to the server, not even a user name.',
    '',
    'Exit code: 0 trusted, 1 not trusted, 2 could not run.',
  ].join('\n'),
  positionals: { server: { type: 'string', demandOption: true, describe: 'Name, name:port or https URL' } },
  options: {
    sha256: { type: 'string', requiresArg: true, group: 'Trust:', describe: 'The thumbprint that it must have' },
    thumbprint: { type: 'string', requiresArg: true, group: 'Trust:', describe: 'The same, SHA-256 or SHA-1' },
    replace: { type: 'boolean', group: 'Trust:', describe: 'Replace another certificate that was trusted before' },
    'known-hosts': CONNECTION_OPTIONS['known-hosts'],
    'tls-legacy': CONNECTION_OPTIONS['tls-legacy'],
    timeout: CONNECTION_OPTIONS.timeout,
  },
  load: () => import('./run.ts'),
});
