/**
 * The world that other people's clients are shown: a cluster of Gen8 hosts, a standalone host, one that is gone,
 * and enough plain ones that a page of any client is not the last.
 */
export const WITNESSED_ESTATE = `
name: Witness
version: 8.0.3
build: 24022515
datacenters:
  - name: Lab
    clusters:
      - name: Compute
        hosts:
          - name: esx01.lab.test
            vendor: HP
            model: ProLiant DL380p Gen8
            version: 6.0.0
            build: 5050593
            kernel:
              iovDisableIR: { type: Bool, default: 'TRUE', configured: 'FALSE', runtime: 'TRUE' }
            firewall:
              enabled: true
              rulesets:
                vic-engine: { enabled: false, rules: [outbound tcp dst 2377] }
          - name: esx02.lab.test
            vendor: HPE
            model: ProLiant DL320e Gen8 v2
            kernel:
              iovDisableIR: { type: Bool, default: 'FALSE', configured: 'FALSE', runtime: 'FALSE' }
          - name: esx03.lab.test
            connection: disconnected
      - name: Many
        hosts:
          - name: many-{n}.lab.test
            count: 4
    hosts:
      - name: alone.lab.test
        vendor: Dell Inc.
        model: PowerEdge R740
`;

/** Hosts in the estate above. */
export const WITNESSED_HOSTS = [
  'alone.lab.test',
  'esx01.lab.test',
  'esx02.lab.test',
  'esx03.lab.test',
  'many-01.lab.test',
  'many-02.lab.test',
  'many-03.lab.test',
  'many-04.lab.test',
];
