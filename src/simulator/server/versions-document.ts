import { versionsUpTo } from '../wire/versions.ts';

/** `/sdk/vimServiceVersions.xml`: what the server speaks, readable without login (protocol.md 1.2). */
export function versionsDocument(newest: string): string {
  const [first = newest, ...prior] = versionsUpTo(newest);
  const older = prior.map((version) => `<version>${version}</version>`).join('');
  return (
    '<?xml version="1.0" encoding="UTF-8" ?><namespaces version="1.0"><namespace><name>urn:vim25</name>' +
    `<version>${first}</version><priorVersions>${older}</priorVersions></namespace>` +
    '<namespace><name>urn:vsan</name><version>8.0.0.0</version></namespace></namespaces>\n'
  );
}
