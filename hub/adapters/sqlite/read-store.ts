import { rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../../shared/fault.ts'
import type { StateCode, VesselId } from '../../../shared/model.ts'
import { OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { clip, join, type Piece, type Timeline } from '../../../shared/timeline.ts'
import type { HistoryChange } from '../../ports/history-store.ts'
import type { Position } from '../../ports/log.ts'
import type { AlertRow, Of, ReadStore, ResolvedSought, RowChange, VesselRow } from '../../ports/read-store.ts'
import { sqliteFault } from './fault.ts'
import { among, asking, behind, openHistory, type Term } from './history-store.ts'
import { openDatabase, transaction } from './open.ts'
import { layout, SHAPE } from './read-tables.ts'
import { decodeAlert, decodeDay, decodeVessel, encodeRow } from './row-text.ts'

/**
 * The read store in one SQLite file, for the log of this id. Everything in it comes from the log: made with another
 * one, by another version, or damaged, it is begun anew. One process writes it.
 */
export function openReadStore(file: string, logId: string): ReadStore {
  const { db, rows, open, listens } = openOrRenew(file, logId)
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}`)
  const ask = statements(db)
  const { put: putHistory, ...history } = openHistory(db)
  const select = asking(db)
  /** What is in memory stands for what is in the file, and goes back with it. */
  let undo: (() => void)[] = []
  let position = Number(ask.made.get()?.position)
  let listening = listens

  function together(work: () => void): void {
    undo = []
    try {
      transaction(db, work)
    } catch (error) {
      for (const back of undo.toReversed()) back()
      throw sqliteFault(error, file)
    }
  }

  function set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const before = map.get(key)
    undo.push(() => put(map, key, before))
    put(map, key, value)
  }

  function write(reached: Position, changes: readonly RowChange[]): void {
    const before = { position, listening }
    for (const change of changes) store(ask, putHistory, change)
    ask.reach.run(reached)
    undo.push(() => {
      position = before.position
      listening = before.listening
    })
    position = reached
    if (changes.some(({ kind }) => kind === 'listening')) listening = listeningIn(db)
    for (const change of changes) {
      if (change.kind === 'vessel') set(rows, change.row.id, change.row)
      if (change.kind === 'alert') set(open, ...standing(change.row))
    }
  }

  return {
    ...history,
    position: () => position,
    together,
    write,
    vessels: () => [...rows.values()],
    vessel: (id) => rows.get(id),
    timelines: (vessel, span) =>
      new Map(rows.get(vessel)?.components.map(({ id }) => [id, piecesSinceUp(ask, { vessel, component: id }, span)])),
    silence: (vessel) => spellsOf(ask.silence.all(vessel)),
    listening: () => listening,
    days: ({ vessel, component }) =>
      new Map(ask.days.all(vessel, component).map(({ day, sums }) => [Number(day), decodeDay(String(sums))])),
    openAlerts: () => [...open.values()],
    resolvedAlerts: function* (sought) {
      for (const { row } of select('SELECT row FROM alert', resolvedTerms(sought), 'resolved_s DESC, vessel, id')) {
        const alert = decodeAlert(String(row))
        if (alert !== null) yield alert
      }
    },
    alert(vessel, id) {
      const stored = (): AlertRow | null => decodeAlert(String(ask.alert.get(vessel, id)?.row))
      return open.get(keyOf(vessel, id)) ?? stored() ?? undefined
    },
    close: () => db.close(),
  }
}

/** Nothing is lost by it: what opens the store next makes it anew. */
export function removeReadStore(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
}

type Statements = ReturnType<typeof statements>

function store(ask: Statements, putHistory: (change: HistoryChange) => void, change: RowChange): void {
  switch (change.kind) {
    case 'vessel':
      ask.putVessel.run(change.row.id, encodeRow(change.row))
      return
    case 'timeline':
      putPieces(ask, change.of, change.span, change.pieces)
      return
    case 'silence':
      ask.forgetSilence.run(change.vessel, change.span.from)
      if (change.span.from < change.span.to) ask.addSilence.run(change.vessel, change.span.from, stored(change.span.to))
      return
    case 'listening':
      ask.putListening.run(change.span.from, stored(change.span.to))
      return
    case 'alert': {
      const { vessel, id, kind, severity, acknowledged, since, resolved } = change.row
      const found = [kind, severity, Number(acknowledged !== null), since, resolved?.at ?? null]
      ask.putAlert.run(vessel, id, ...found, encodeRow(change.row))
      return
    }
    case 'alerts-forgotten':
      ask.forgetAlerts.run(change.vessel, change.before)
      return
    case 'day':
      ask.putDay.run(change.of.vessel, change.of.component, change.day, encodeRow(change.sums))
      return
    case 'incident':
    case 'ticket':
    case 'audit':
    case 'trail':
    case 'thread':
    case 'history-forgotten':
      putHistory(change)
      return
  }
}

/** Those that touch the span, whole, and those before it back to where it was last up. */
function piecesSinceUp(ask: Statements, { vessel, component }: Of, { from, to }: Span): Timeline<StateCode> {
  return ask.piecesSinceUp.all({ vessel, component, from: stored(from), to: stored(to), ever: -FOREVER }).map(pieceOf)
}

/** Replaces the span, and joins what touches it, so that an unbroken state stays one piece. */
function putPieces(ask: Statements, { vessel, component }: Of, span: Span, pieces: Timeline<StateCode>): void {
  const from = stored(span.from)
  const first = Number(ask.lastBefore.get(vessel, component, from)?.from_s ?? -FOREVER)
  const near = ask.near.all(vessel, component, first, stored(span.to)).map(pieceOf)
  ask.forgetNear.run(vessel, component, first, stored(span.to))
  const before = clip(near, { from: -OPEN, to: span.from })
  const after = clip(near, { from: span.to, to: OPEN })
  for (const piece of join([...before, ...clip(pieces, span), ...after])) {
    ask.addPiece.run(vessel, component, stored(piece.from), stored(piece.to), piece.state)
  }
}

/** SQLite has no infinity among its integers. */
const FOREVER = 2 ** 50
const stored = (at: Seconds): number => Math.max(-FOREVER, Math.min(FOREVER, at))
const told = (at: unknown): Seconds => (at === FOREVER ? OPEN : Number(at))

type Row = Readonly<Record<string, unknown>>
const pieceOf = ({ from_s, to_s, state }: Row): Piece<StateCode> => ({
  from: Number(from_s),
  to: told(to_s),
  state: Number(state),
})
const spellsOf = (found: readonly Row[]): Timeline<true> =>
  join(found.map(({ from_s, to_s }) => ({ from: Number(from_s), to: told(to_s), state: true as const })))

const statements = (db: DatabaseSync) => ({
  made: db.prepare('SELECT position FROM made'),
  reach: db.prepare('UPDATE made SET position = ?'),
  putVessel: db.prepare('INSERT OR REPLACE INTO vessel (id, row) VALUES (?, ?)'),
  piecesSinceUp: db.prepare(`
    SELECT from_s, to_s, state FROM piece
    WHERE vessel = :vessel AND component = :component AND from_s < :to AND from_s >= coalesce(
      (
        SELECT from_s FROM piece WHERE vessel = :vessel AND component = :component AND from_s <= :from AND state = 1
        ORDER BY from_s DESC LIMIT 1
      ),
      :ever
    )
    ORDER BY from_s
  `),
  lastBefore: db.prepare(
    'SELECT from_s FROM piece WHERE vessel = ? AND component = ? AND from_s < ? ORDER BY from_s DESC LIMIT 1',
  ),
  near: db.prepare(
    'SELECT from_s, to_s, state FROM piece WHERE vessel = ? AND component = ? AND from_s >= ? AND from_s <= ? ORDER BY from_s',
  ),
  forgetNear: db.prepare('DELETE FROM piece WHERE vessel = ? AND component = ? AND from_s >= ? AND from_s <= ?'),
  addPiece: db.prepare('INSERT INTO piece (vessel, component, from_s, to_s, state) VALUES (?, ?, ?, ?, ?)'),
  silence: db.prepare('SELECT from_s, to_s FROM silence WHERE vessel = ? ORDER BY from_s'),
  addSilence: db.prepare('INSERT INTO silence (vessel, from_s, to_s) VALUES (?, ?, ?)'),
  forgetSilence: db.prepare('DELETE FROM silence WHERE vessel = ? AND from_s = ?'),
  putListening: db.prepare('INSERT OR REPLACE INTO listening (from_s, to_s) VALUES (?, ?)'),
  days: db.prepare('SELECT day, sums FROM day WHERE vessel = ? AND component = ? ORDER BY day'),
  putAlert: db.prepare(
    'INSERT OR REPLACE INTO alert (vessel, id, kind, severity, acknowledged, since_s, resolved_s, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ),
  forgetAlerts: db.prepare('DELETE FROM alert WHERE vessel = ? AND resolved_s < ?'),
  alert: db.prepare('SELECT row FROM alert WHERE vessel = ? AND id = ?'),
  putDay: db.prepare('INSERT OR REPLACE INTO day (vessel, component, day, sums) VALUES (?, ?, ?, ?)'),
})

/** The rows of a year are 70 MB, and each batch touches many places in them. */
const CACHE_KIB = 16 * 1024

type Opened = Rows & { readonly db: DatabaseSync }

/** What is asked for all the time, in memory: the vessels, the alerts that stand, and when the hub listened. */
type Rows = {
  readonly rows: Map<VesselId, VesselRow>
  readonly open: Map<string, AlertRow>
  readonly listens: Timeline<true>
}

const listeningIn = (db: DatabaseSync): Timeline<true> =>
  spellsOf(db.prepare('SELECT from_s, to_s FROM listening ORDER BY from_s').all())

const keyOf = (vessel: VesselId, id: AlertRow['id']): string => `${vessel} ${id}`

const standing = (row: AlertRow): [key: string, row: AlertRow | undefined] => [
  keyOf(row.vessel, row.id),
  row.resolved === null ? row : undefined,
]

function put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

const resolvedTerms = ({ kind, severity, acknowledged, vessels, from, to, after }: ResolvedSought): readonly Term[] => [
  ['resolved_s NOT NULL'],
  kind !== null && ['kind = ?', kind],
  severity !== null && ['severity = ?', severity],
  acknowledged !== null && ['acknowledged = ?', Number(acknowledged)],
  among(vessels),
  from !== null && ['resolved_s >= ?', from],
  to !== null && ['since_s < ?', to],
  after !== null && behind('resolved_s', after),
]

function openOrRenew(file: string, logId: string): Opened {
  try {
    const db = openDatabase(file, layout)
    const rows = readRows(db, logId)
    if (rows !== null) return { db, ...rows }
    db.close()
  } catch (error) {
    const fault = sqliteFault(error, file)
    if (!(fault instanceof Fault && fault.code === 'corrupt')) throw fault
  }
  removeReadStore(file)
  const db = openDatabase(file, layout)
  db.prepare('INSERT INTO made (log, shape, position) VALUES (?, ?, 0)').run(logId, SHAPE)
  return { db, rows: new Map(), open: new Map(), listens: [] }
}

/** Null when they do not belong to this log, or mean something else here. */
function readRows(db: DatabaseSync, logId: string): Rows | null {
  const made = db.prepare('SELECT log, shape FROM made').get()
  if (made?.shape !== SHAPE || made.log !== logId) return null
  const rows = new Map<VesselId, VesselRow>()
  for (const { row } of db.prepare('SELECT row FROM vessel ORDER BY id').all()) {
    const vessel = decodeVessel(String(row))
    if (vessel === null) return null
    rows.set(vessel.id, vessel)
  }
  const open = new Map<string, AlertRow>()
  for (const { row } of db.prepare('SELECT row FROM alert WHERE resolved_s IS NULL').all()) {
    const alert = decodeAlert(String(row))
    if (alert === null) return null
    put(open, ...standing(alert))
  }
  return { rows, open, listens: listeningIn(db) }
}
