/**
 * What makes a database of one version one of the next, each in a transaction of its own; never edited once released.
 * `document` is the scan in JSON, gzipped, `hash` the SHA-256 of that JSON. `tally` counts its findings, so that a look
 * over a year opens no document. Since version 2 a scan of several targets, or of very many hosts, is kept in parts: part 0 holds
 * what belongs to no host, the others the hosts of one target each (`positions`: where they stand in the whole, in JSON), and
 * `scan.document` is empty; `scan.hash` is that of the whole all the same.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE scan (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     started_at TEXT NOT NULL,
     finished_at TEXT NOT NULL,
     targets TEXT NOT NULL,
     hosts INTEGER NOT NULL,
     unreachable INTEGER NOT NULL,
     findings TEXT NOT NULL,
     hash TEXT NOT NULL UNIQUE,
     document BLOB NOT NULL
   ) STRICT;
   CREATE INDEX scan_started ON scan (started_at);
   CREATE TABLE tally (
     scan INTEGER NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
     cluster TEXT NOT NULL,
     rule TEXT NOT NULL,
     verdict TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (scan, cluster, rule, verdict)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE place (
     scan INTEGER NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
     cluster TEXT NOT NULL,
     hosts INTEGER NOT NULL,
     PRIMARY KEY (scan, cluster)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE part (
     scan INTEGER NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
     number INTEGER NOT NULL,
     target TEXT NOT NULL,
     positions TEXT NOT NULL,
     hash TEXT NOT NULL,
     document BLOB NOT NULL,
     PRIMARY KEY (scan, number)
   ) STRICT;`,
];
