import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Cursor, HistoryChange, HistoryStore, Place, Stretch } from '../../ports/history-store.ts'
import { decodeIncident, decodeTicket, encodeHistory } from './history-text.ts'

type Row = Readonly<Record<string, unknown>>

/** The part of the read store that holds the past, in the same file. */
export function openHistory(db: DatabaseSync): HistoryStore & { put(change: HistoryChange): void } {
  const ask = statements(db)
  const select = asking(db)

  return {
    put: (change) => put(ask, change),
    incidents({ component, isOpen, ...stretch }) {
      const open = isOpen !== null && [isOpen ? 'ended_s IS NULL' : 'ended_s NOT NULL']
      const only = [
        ...touching(stretch, 'began_s', 'ended_s'),
        component !== null && ['component = ?', component],
        open,
      ]
      return decoded(select('SELECT row FROM incident', only, 'began_s DESC, vessel, id'), decodeIncident)
    },
    incident: (vessel, id) => decodeIncident(ask.incident.get(vessel, id)?.row) ?? undefined,
    openSilence: (vessel) => decodeIncident(ask.openSilence.get(vessel)?.row) ?? undefined,
    tickets({ stage, ...stretch }) {
      const only = [...touching(stretch, 'wanted_s', 'over_s'), stage !== null && ['stage = ?', stage]]
      return decoded(select('SELECT row FROM ticket', only, 'wanted_s DESC, vessel, id'), decodeTicket)
    },
    ticket: (vessel, id) => decodeTicket(ask.ticket.get(vessel, id)?.row) ?? undefined,
    audit({ vessel, subject, except, actor, name, from, to, after }) {
      const last = after && ask.learned.get(after.position, after.index)
      if (last === undefined) return []
      const only = [
        vessel !== null && ['vessel = ?', vessel],
        subject !== null && ['subject = ?', subject],
        except !== null && ['subject <> ?', except],
        actor !== null && ['actor = ?', actor],
        name !== null && ['name = ?', name],
        from !== null && ['learned_s >= ?', from],
        to !== null && ['learned_s < ?', to],
        last !== null &&
          after !== null && [
            '(learned_s, position, n) < (?, ?, ?)',
            Number(last.learned_s),
            after.position,
            after.index,
          ],
      ]
      return places(select('SELECT position, n FROM audit', only, 'learned_s DESC, position DESC, n DESC'))
    },
    trail: ({ vessel, incident, after }) =>
      places(ask.trail.iterate(vessel, incident, after?.position ?? 0, after?.index ?? 0)),
    things: ({ vessel, incident }) => ask.things.all(vessel, incident).map(({ thing }) => String(thing)),
    incidentsOf: (vessel, thing) => ask.incidentsOf.all(vessel, thing).map(({ incident }) => String(incident)),
  }
}

/** What must be so, with the values of its question marks; false: nothing. */
export type Term = false | readonly (string | number)[]

/** What began before the end of the stretch and had not ended before its begin, behind the cursor. */
function touching({ vessels, from, to, after }: Stretch, began: string, ended: string): Term[] {
  return [
    among(vessels),
    from !== null && [`(${ended} IS NULL OR ${ended} >= ?)`, from],
    to !== null && [`${began} < ?`, to],
    after !== null && behind(began, after),
  ]
}

export const among = (vessels: Stretch['vessels']): Term =>
  vessels !== null && ['vessel IN (SELECT value FROM json_each(?))', JSON.stringify(vessels)]

/** In the order `at` descending, vessel, id. */
export const behind = (at: string, after: Cursor): readonly (string | number)[] => [
  `${at} <= ? AND (${at} < ? OR (vessel, id) > (?, ?))`,
  after.at,
  after.at,
  after.vessel,
  after.id,
]

/** Asks for what fits all of the terms; each combination of them is prepared once. */
export function asking(db: DatabaseSync) {
  const prepared = new Map<string, StatementSync>()
  return (what: string, terms: readonly Term[], order: string): Iterable<Row> => {
    const only = terms.filter((term) => term !== false)
    const sql = `${what} WHERE ${['true', ...only.map(([text]) => text)].join(' AND ')} ORDER BY ${order}`
    const statement = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, statement)
    return statement.iterate(...only.flatMap(([, ...values]): SQLInputValue[] => values))
  }
}

function* decoded<T>(rows: Iterable<Row>, decode: (text: unknown) => T | null): Iterable<T> {
  for (const { row } of rows) {
    const one = decode(row)
    if (one !== null) yield one
  }
}

function* places(rows: Iterable<Row>): Iterable<Place> {
  for (const { position, n } of rows) yield { position: Number(position), index: Number(n) }
}

type Statements = ReturnType<typeof statements>

function put(ask: Statements, change: HistoryChange): void {
  switch (change.kind) {
    case 'incident': {
      const { vessel, id, component, began, ended } = change.row
      ask.putIncident.run(vessel, id, component, began, ended, encodeHistory(change.row))
      return
    }
    case 'ticket': {
      const { vessel, id, stage, stageSince, wantedAt } = change.row
      const over = stage === 'closed' || stage === 'dropped' ? stageSince : null
      ask.putTicket.run(vessel, id, stage, wantedAt, over, encodeHistory(change.row))
      return
    }
    case 'audit': {
      const { position, index, learnedAt, vessel, subject, actor, name } = change.row
      ask.putAudit.run(position, index, learnedAt, vessel, subject, actor, name)
      return
    }
    case 'trail':
      ask.putTrail.run(change.of.vessel, change.of.incident, change.place.position, change.place.index)
      return
    case 'thread':
      ask.putThread.run(change.of.vessel, change.thing, change.of.incident)
      return
    case 'history-forgotten':
      for (const forget of ask.forget) forget.run({ vessel: change.vessel, before: change.before })
      return
  }
}

const statements = (db: DatabaseSync) => ({
  putIncident: db.prepare(
    'INSERT OR REPLACE INTO incident (vessel, id, component, began_s, ended_s, row) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  incident: db.prepare('SELECT row FROM incident WHERE vessel = ? AND id = ?'),
  openSilence: db.prepare(
    'SELECT row FROM incident WHERE vessel = ? AND ended_s IS NULL AND component IS NULL ORDER BY began_s DESC LIMIT 1',
  ),
  putTicket: db.prepare(
    'INSERT OR REPLACE INTO ticket (vessel, id, stage, wanted_s, over_s, row) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  ticket: db.prepare('SELECT row FROM ticket WHERE vessel = ? AND id = ?'),
  putAudit: db.prepare(
    'INSERT OR REPLACE INTO audit (position, n, learned_s, vessel, subject, actor, name) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ),
  learned: db.prepare('SELECT learned_s FROM audit WHERE position = ? AND n = ?'),
  putTrail: db.prepare('INSERT OR IGNORE INTO trail (vessel, incident, position, n) VALUES (?, ?, ?, ?)'),
  trail: db.prepare(
    'SELECT position, n FROM trail WHERE vessel = ? AND incident = ? AND (position, n) > (?, ?) ORDER BY position, n',
  ),
  putThread: db.prepare('INSERT OR IGNORE INTO thread (vessel, thing, incident) VALUES (?, ?, ?)'),
  things: db.prepare('SELECT thing FROM thread WHERE vessel = ? AND incident = ? ORDER BY thing'),
  incidentsOf: db.prepare('SELECT incident FROM thread WHERE vessel = ? AND thing = ? ORDER BY incident'),
  forget: [
    `DELETE FROM trail WHERE vessel = :vessel AND incident IN (${ENDED_BEFORE})`,
    `DELETE FROM thread WHERE vessel = :vessel AND incident IN (${ENDED_BEFORE})`,
    'DELETE FROM incident WHERE vessel = :vessel AND ended_s < :before',
    'DELETE FROM ticket WHERE vessel = :vessel AND over_s < :before',
  ].map((sql) => db.prepare(sql)),
})

const ENDED_BEFORE = 'SELECT id FROM incident WHERE vessel = :vessel AND ended_s < :before'

/** The tables of the past. The audit is found by what it is asked for most: when, of which vessel, about what, by whom. */
export const HISTORY_TABLES = `
  CREATE TABLE incident (
    vessel TEXT NOT NULL,
    id TEXT NOT NULL,
    component TEXT,
    began_s INTEGER NOT NULL,
    ended_s INTEGER,
    row TEXT NOT NULL,
    PRIMARY KEY (vessel, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX incident_began ON incident (began_s DESC, vessel, id);
  CREATE INDEX incident_open ON incident (vessel, began_s) WHERE ended_s IS NULL;
  CREATE TABLE ticket (
    vessel TEXT NOT NULL,
    id TEXT NOT NULL,
    stage TEXT NOT NULL,
    wanted_s INTEGER NOT NULL,
    over_s INTEGER,
    row TEXT NOT NULL,
    PRIMARY KEY (vessel, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ticket_wanted ON ticket (wanted_s DESC, vessel, id);
  CREATE TABLE audit (
    position INTEGER NOT NULL,
    n INTEGER NOT NULL,
    learned_s INTEGER NOT NULL,
    vessel TEXT,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT,
    PRIMARY KEY (position, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX audit_learned ON audit (learned_s, position, n);
  CREATE INDEX audit_vessel ON audit (vessel, learned_s, position, n);
  CREATE INDEX audit_subject ON audit (subject, learned_s, position, n);
  CREATE INDEX audit_actor ON audit (actor, learned_s, position, n);
  CREATE INDEX audit_name ON audit (name, learned_s, position, n) WHERE name NOT NULL;
  CREATE TABLE trail (
    vessel TEXT NOT NULL,
    incident TEXT NOT NULL,
    position INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (vessel, incident, position, n)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE thread (
    vessel TEXT NOT NULL,
    thing TEXT NOT NULL,
    incident TEXT NOT NULL,
    PRIMARY KEY (vessel, thing, incident)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX thread_incident ON thread (vessel, incident);
`
