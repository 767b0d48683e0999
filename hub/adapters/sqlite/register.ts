import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import { isVesselId, type VesselId } from '../../../shared/model.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { dayOf } from '../../../shared/time.ts'
import type { Heard, Register } from '../../ports/register.ts'
import { sqliteFault } from './fault.ts'
import { type Layout, openOrRenew, transaction } from './open.ts'

export type SqliteRegister = Register & { close(): void }

/** The register in a SQLite file beside the log. A damaged one is put aside and begun anew: it delays silence, and forgets what links have cost. */
export function openSqliteRegister({ file, log }: { file: string; log: Log }): SqliteRegister {
  const db = openRegister(file, log)
  const ask = {
    aliveAt: db.prepare('SELECT alive_at AS aliveAt FROM register'),
    heard: db.prepare(
      'SELECT vessel, session, seq, watermark, last_heard AS lastHeard, offset_s AS offsetS FROM heard ORDER BY vessel',
    ),
    alive: db.prepare('UPDATE register SET alive_at = ?'),
    replace: db.prepare(
      'INSERT OR REPLACE INTO heard (vessel, session, seq, watermark, last_heard, offset_s) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    traffic: db.prepare('SELECT vessel, day, up, down FROM traffic WHERE vessel = ? AND day >= ? ORDER BY day'),
    add: db.prepare(
      `INSERT INTO traffic (day, vessel, up, down) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET up = up + excluded.up, down = down + excluded.down`,
    ),
    forget: db.prepare('DELETE FROM traffic WHERE day <= ?'),
  }
  const say = <T>(answer: () => T): T => {
    try {
      return answer()
    } catch (error) {
      throw sqliteFault(error, file)
    }
  }

  return {
    load: async () =>
      say(() => ({
        aliveAt: v.parse(aliveSchema, ask.aliveAt.get()).aliveAt,
        heard: new Map<VesselId, Heard>(
          ask.heard.all().map((row) => {
            const { vessel, ...heard } = v.parse(heardSchema, row)
            return [vessel, heard]
          }),
        ),
      })),
    save: async (aliveAt, heard, traffic) =>
      say(() =>
        transaction(db, () => {
          ask.alive.run(aliveAt)
          for (const [vessel, { session, seq, watermark, lastHeard, offsetS }] of heard)
            ask.replace.run(vessel, session, seq, watermark, lastHeard, offsetS)
          for (const { day, vessel, up, down } of traffic) ask.add.run(day, vessel, up, down)
          ask.forget.run(dayOf(aliveAt) - TRAFFIC_DAYS)
        }),
      ),
    traffic: async (vessel, since) =>
      say(() => ask.traffic.all(vessel, since).map((row) => v.parse(trafficSchema, row))),
    close: () => db.close(),
  }
}

/** Who was heard when belongs to the log that was there: beside another one it would pass for told what that has not. */
export function forgetHeard(file: string, log: Log): void {
  if (!existsSync(file)) return
  const db = openRegister(file, log)
  try {
    db.exec('DELETE FROM heard')
  } catch (error) {
    throw sqliteFault(error, file)
  } finally {
    db.close()
  }
}

const openRegister = (file: string, log: Log): DatabaseSync =>
  openOrRenew(file, layout, (aside) =>
    log.warn(
      { file, aside },
      `${file} is damaged: put aside as ${aside} and begun anew; silence is noticed later once`,
    ),
  )

/** For so many days, today among them, the bytes of each are kept. */
const TRAFFIC_DAYS = 400

const aliveSchema = v.object({ aliveAt: v.nullable(v.number()) })
const vesselSchema = v.pipe(v.string(), v.guard(isVesselId))
const heardSchema = v.object({
  vessel: vesselSchema,
  session: v.number(),
  seq: v.number(),
  watermark: v.nullable(v.number()),
  lastHeard: v.number(),
  offsetS: v.nullable(v.number()),
})

const trafficSchema = v.object({ vessel: vesselSchema, day: v.number(), up: v.number(), down: v.number() })

const layout: Layout = {
  what: 'register of last contacts',
  applicationId: 0x776b7267,
  version: 1,
  synchronous: 'NORMAL',
  create: (db) =>
    db.exec(`
      CREATE TABLE register (alive_at INTEGER) STRICT;
      INSERT INTO register (alive_at) VALUES (NULL);
      CREATE TABLE heard (
        vessel TEXT PRIMARY KEY,
        session INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        watermark INTEGER,
        last_heard INTEGER NOT NULL,
        offset_s INTEGER
      ) STRICT;
      CREATE TABLE traffic (
        day INTEGER NOT NULL,
        vessel TEXT NOT NULL,
        up INTEGER NOT NULL,
        down INTEGER NOT NULL,
        PRIMARY KEY (day, vessel)
      ) STRICT, WITHOUT ROWID;
    `),
}
