import { clusterLabels, hostLabels } from '../../src/model/place-labels.ts';
import type { ScannedHost } from '../../src/model/scan.ts';

/**
 * The same, with hosts and clusters called what tells them apart: by name, or by a path such as `DC1/Prod` where several have
 * the name. For what people read: two clusters of one name must not become one row, one bar or one line.
 */
export function namedApart<Listed extends { readonly hosts: readonly ScannedHost[] }>(listed: Listed): Listed {
  const { hosts } = listed;
  const [nameOf, clusterOf] = [hostLabels(hosts), clusterLabels(hosts)];
  const named = hosts.map((host) => {
    const [name, cluster] = [nameOf(host), clusterOf(host)];
    return name === host.name && cluster === host.cluster ? host : { ...host, name, cluster };
  });
  return named.every((host, index) => host === hosts[index]) ? listed : { ...listed, hosts: named };
}
