import { HISTORY_TABLES } from './history-store.ts'
import type { Layout } from './open.ts'

/** What the rows mean; raised whenever it changes, and they are made anew. */
export const SHAPE = 8

/** The tables of the read store: per component its timeline in pieces, and what else is asked for as rows of JSON. */
export const layout: Layout = {
  what: 'read store',
  applicationId: 0x776b7273,
  version: 1,
  synchronous: 'NORMAL',
  create: (db) =>
    db.exec(`
      CREATE TABLE made (log TEXT NOT NULL, shape INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
      CREATE TABLE vessel (id TEXT PRIMARY KEY, row TEXT NOT NULL) STRICT;
      CREATE TABLE piece (
        vessel TEXT NOT NULL,
        component TEXT NOT NULL,
        from_s INTEGER NOT NULL,
        to_s INTEGER NOT NULL,
        state INTEGER NOT NULL,
        PRIMARY KEY (vessel, component, from_s)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE silence (
        vessel TEXT NOT NULL,
        from_s INTEGER NOT NULL,
        to_s INTEGER NOT NULL,
        PRIMARY KEY (vessel, from_s)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE listening (from_s INTEGER PRIMARY KEY, to_s INTEGER NOT NULL) STRICT;
      CREATE TABLE alert (
        vessel TEXT NOT NULL,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        severity TEXT NOT NULL,
        acknowledged INTEGER NOT NULL,
        since_s INTEGER NOT NULL,
        resolved_s INTEGER,
        row TEXT NOT NULL,
        PRIMARY KEY (vessel, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX alert_resolved ON alert (resolved_s, vessel, id);
      CREATE TABLE day (
        vessel TEXT NOT NULL,
        component TEXT NOT NULL,
        day INTEGER NOT NULL,
        sums TEXT NOT NULL,
        PRIMARY KEY (vessel, component, day)
      ) STRICT, WITHOUT ROWID;
      ${HISTORY_TABLES}
    `),
}
