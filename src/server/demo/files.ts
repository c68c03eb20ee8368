import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { X509Certificate } from 'node:crypto';
import { ACCOUNT, type DemoTarget } from './estates.ts';

/** What the programs of the demo are told by files. */
export interface DemoFiles {
  readonly server: string;
  /** Of the site: beside its key. */
  readonly site: string;
  readonly key: string;
  readonly knownHosts: string;
  /** SHA-256 of the centre's certificate. */
  readonly thumbprint: string;
}

export interface DemoPlace {
  readonly folder: string;
  readonly port: number;
  readonly database: string;
  readonly targets: readonly DemoTarget[];
}

/** Writes the configs of a centre and of a site, as an operator would. */
export async function writeFiles({ folder, port, database, targets }: DemoPlace): Promise<DemoFiles> {
  const site = join(folder, 'site');
  await mkdir(site);
  await chmod(folder, 0o711);
  const { pem, privateKey, sha256 } = await certificate();
  await writeFile(join(folder, 'tls.pem'), pem);
  await writeFile(join(folder, 'tls.key'), privateKey, { mode: 0o600 });
  await writeFile(join(folder, 'server.yaml'), serverYaml(port, database));
  await writeFile(join(site, 'site.yaml'), siteYaml({ port, targets }, sha256));
  return {
    server: join(folder, 'server.yaml'),
    site: join(site, 'site.yaml'),
    key: join(site, 'site.key'),
    knownHosts: join(site, 'known_hosts'),
    thumbprint: sha256,
  };
}

/** For loopback, made for one demo. */
async function certificate(): Promise<{ readonly pem: string; readonly privateKey: string; readonly sha256: string }> {
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { pem: cert, privateKey, sha256: new X509Certificate(cert).fingerprint256 };
}

function serverYaml(port: number, database: string): string {
  return `listen: { address: 127.0.0.1, port: ${port}, certificate: tls.pem, key: tls.key }
database: { url: "${database}", password: { env: DEMO_DATABASE_PASSWORD } }
staleHours: 30
`;
}

function siteYaml({ port, targets }: Pick<DemoPlace, 'port' | 'targets'>, thumbprint: string): string {
  return [
    'targets:',
    ...targets.flatMap(({ name, thumbprint }) => [
      `  - address: ${name}`,
      `    user: ${ACCOUNT.user}`,
      '    password: { env: DEMO_PASSWORD }',
      `    trust: { thumbprints: ["${thumbprint}"] }`,
    ]),
    `server: { url: "https://127.0.0.1:${port}", site: demo, key: site.key, thumbprint: "${thumbprint}" }`,
    'spool: { folder: spool }',
    'slots: 2',
    '',
  ].join('\n');
}
