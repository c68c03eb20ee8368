import { chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type Libsql from 'libsql';
import { makeFolder } from '../../files/folder.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { historyError, missingDriver } from './history-error.ts';

/** How long one process waits for another that is writing. */
const BUSY_MS = 10_000;

/** One file that holds the history. Each use of it is guarded: what the driver throws becomes an error for people. */
export class Database implements Disposable {
  readonly file: string;
  readonly #driver: Libsql.Database;

  constructor(file: string, driver: Libsql.Database) {
    this.file = file;
    this.#driver = driver;
  }

  run(sql: string, values: readonly unknown[] = []): { readonly changes: number; readonly lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.#guard(() => this.#driver.prepare(sql).run([...values]));
    return { changes, lastInsertRowid: Number(lastInsertRowid) };
  }

  all(sql: string, values: readonly unknown[] = []): readonly Readonly<Record<string, unknown>>[] {
    return this.#guard(() => this.#driver.prepare(sql).all([...values])) as Record<string, unknown>[];
  }

  /** All of it or nothing; the file is this process's alone from the beginning, so that no two can wait for each other. */
  whole<T>(work: () => T): T {
    this.#guard(() => this.#driver.exec('BEGIN IMMEDIATE'));
    try {
      const result = work();
      this.#guard(() => this.#driver.exec('COMMIT'));
      return result;
    } catch (error) {
      if (this.#driver.inTransaction) this.#driver.exec('ROLLBACK');
      throw error;
    }
  }

  script(sql: string): void {
    this.#guard(() => this.#driver.exec(sql));
  }

  [Symbol.dispose](): void {
    this.#driver.close();
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw historyError(error, this.file);
    }
  }
}

/**
 * Opens the file, makes it where there is none (readable by its owner alone), and brings it up to this release's version.
 * Throws HISTORY_NOT_OPENED, HISTORY_DAMAGED, HISTORY_TOO_NEW, HISTORY_BUSY and HISTORY_NOT_WRITTEN.
 */
export function openDatabase(file: string): Database {
  const database = new Database(file, openDriver(file));
  try {
    database.script('PRAGMA foreign_keys = ON');
    migrate(database);
    return database;
  } catch (error) {
    database[Symbol.dispose]();
    throw error;
  }
}

function openDriver(file: string): Libsql.Database {
  try {
    makeFolder(dirname(file), 0o700);
    const isNew = !existsSync(file);
    const driver = new (driverClass())(file, { timeout: BUSY_MS });
    if (isNew) chmodSync(file, 0o600);
    return driver;
  } catch (error) {
    throw historyError(folderError(error), file);
  }
}

/** Loaded when it is first needed: its binary is a package of its own for each platform, and everything else works without. */
function driverClass(): typeof Libsql {
  try {
    return createRequire(import.meta.url)('libsql') as typeof Libsql;
  } catch (error) {
    throw missingDriver(error);
  }
}

/** A folder that cannot be made is told as a file that cannot be opened. */
function folderError(error: unknown): unknown {
  const isOfFiles = error instanceof Error && 'syscall' in error;
  return isOfFiles ? Object.assign(new Error(error.message, { cause: error }), { code: 'SQLITE_CANTOPEN' }) : error;
}

function migrate(database: Database): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  // Looked at within: another process may be doing the same.
  database.whole(() => {
    requireKnown(database);
    for (const sql of MIGRATIONS.slice(versionOf(database))) database.script(sql);
    database.script(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
  readersNeedNotWait(database);
}

const TRIES = 50;
const PAUSE_MS = 100;

/** The file remembers it. SQLite does not wait by itself for this one change while another process has the file open. */
function readersNeedNotWait(database: Database): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.script('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!(error instanceof EsxcheckError && error.code === 'HISTORY_BUSY') || attempt === TRIES) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

function versionOf(database: Database): number {
  const [row] = database.all('PRAGMA user_version');
  return Number(row?.['user_version']);
}

/** A database of another program, or of a later release, is never written. */
function requireKnown(database: Database): void {
  const version = versionOf(database);
  if (version > MIGRATIONS.length) {
    throw new EsxcheckError(
      'HISTORY_TOO_NEW',
      `The history ${JSON.stringify(database.file)} was written by a later release.`,
      {
        details: [
          `It has version ${version}; this release knows ${MIGRATIONS.length}. Update esxcheck, or name another file.`,
        ],
      },
    );
  }
  const tables = database.all("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (version === 0 && tables.length > 0) {
    throw new EsxcheckError(
      'HISTORY_NOT_OPENED',
      `The file ${JSON.stringify(database.file)} is a database of something else.`,
      {
        details: ['Name another file with --history; this one was left as it is.'],
      },
    );
  }
}

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
