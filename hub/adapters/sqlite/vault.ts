import { closeSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import { Fault } from '../../../shared/fault.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import type { OneTimeLink, Session, Vault } from '../../ports/vault.ts'
import { sqliteFault } from './fault.ts'
import { type Layout, openDatabase, openOrRenew } from './open.ts'

export type SqliteVault = Vault & { close(): void }

/** The vault in a SQLite file beside the log, as the commands beside a hub use it; backups of the log do not hold it. */
export function openSqliteVault(file: string): SqliteVault {
  if (file !== IN_MEMORY) makePrivate(file)
  try {
    return vaultOf(openDatabase(file, layout), file)
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'corrupt')) throw error
    const hint = 'start the hub anew: it puts the file aside, and people need new links then'
    throw new Fault('corrupt', error.message, { hint, cause: error })
  }
}

/** The same for the hub: people can be let in anew, so a damaged one keeps nobody from watching the fleet. */
export function keepSqliteVault(file: string, log: Log): SqliteVault {
  makePrivate(file)
  const renewed = (aside: string) => {
    makePrivate(file)
    const lost = 'all passwords and sessions are gone: make new links with watchkeeper user passwd NAME'
    log.error({ file, aside }, `${file} is damaged: put aside as ${aside} and begun anew; ${lost}`)
  }
  return vaultOf(openOrRenew(file, layout, renewed), file)
}

function vaultOf(db: DatabaseSync, file: string): SqliteVault {
  const ask = {
    password: db.prepare('SELECT hash FROM password WHERE user = ?'),
    keepPassword: db.prepare('INSERT OR REPLACE INTO password (user, hash) VALUES (?, ?)'),
    session: db.prepare(`SELECT ${SESSION} FROM session WHERE id = ?`),
    sessions: db.prepare(`SELECT ${SESSION} FROM session WHERE user = ? ORDER BY used_at DESC, id`),
    begin: db.prepare('INSERT INTO session (id, user, begun_at, used_at, place, agent) VALUES (?, ?, ?, ?, ?, ?)'),
    used: db.prepare('UPDATE session SET used_at = ?, place = ? WHERE id = ?'),
    endOne: db.prepare('DELETE FROM session WHERE user = ? AND id = ?'),
    endOthers: db.prepare('DELETE FROM session WHERE user = ? AND id <> ?'),
    endAll: db.prepare('DELETE FROM session WHERE user = ?'),
    dropLink: db.prepare('DELETE FROM link WHERE user IS ?'),
    keepLink: db.prepare('INSERT INTO link (hash, user, until) VALUES (?, ?, ?)'),
    link: db.prepare('SELECT hash, user, until FROM link WHERE hash = ?'),
    takeLink: db.prepare('DELETE FROM link WHERE hash = ?'),
    forgetSessions: db.prepare('DELETE FROM session WHERE begun_at < ? OR used_at < ?'),
    forgetLinks: db.prepare('DELETE FROM link WHERE until < ?'),
  }
  const say = <T>(answer: () => T): T => {
    try {
      return answer()
    } catch (error) {
      throw sqliteFault(error, file)
    }
  }
  const sessionOf = (row: unknown): Session => v.parse(sessionSchema, row)
  const perhaps = <T>(row: unknown, read: (row: unknown) => T): T | null => (row === undefined ? null : read(row))

  return {
    password: (user) => say(() => perhaps(ask.password.get(user), (row) => v.parse(passwordSchema, row).hash)),
    keepPassword: (user, hash) => say(() => void ask.keepPassword.run(user, hash)),
    session: (id) => say(() => perhaps(ask.session.get(id), sessionOf)),
    sessions: (user) => say(() => ask.sessions.all(user).map(sessionOf)),
    begin: ({ id, user, begunAt, usedAt, from, agent }) =>
      say(() => void ask.begin.run(id, user, begunAt, usedAt, from, agent)),
    used: (id, at, from) => say(() => void ask.used.run(at, from, id)),
    end: (user, which) =>
      say(() => {
        if (which === 'all') return Number(ask.endAll.run(user).changes)
        const { changes } = 'only' in which ? ask.endOne.run(user, which.only) : ask.endOthers.run(user, which.but)
        return Number(changes)
      }),
    keepLink: ({ hash, user, until }) =>
      say(() => {
        ask.dropLink.run(user)
        ask.keepLink.run(hash, user, until)
      }),
    link: (hash) => say(() => perhaps(ask.link.get(hash), (row): OneTimeLink => v.parse(linkSchema, row))),
    takeLink: (hash) => say(() => Number(ask.takeLink.run(hash).changes) > 0),
    forget: ({ begun, used, now }) =>
      say(() => {
        ask.forgetSessions.run(begun, used)
        ask.forgetLinks.run(now)
      }),
    close: () => db.close(),
  }
}

const IN_MEMORY = ':memory:'

/** SQLite makes its other files with the rights of this one. */
const makePrivate = (file: string): void => closeSync(openSync(file, 'a', 0o600))

const SESSION = 'id, user, begun_at AS begunAt, used_at AS usedAt, place AS "from", agent'

const passwordSchema = v.object({ hash: v.string() })
const linkSchema = v.object({ hash: v.string(), user: v.nullable(v.string()), until: v.number() })
const sessionSchema = v.object({
  id: v.string(),
  user: v.string(),
  begunAt: v.number(),
  usedAt: v.number(),
  from: v.nullable(v.string()),
  agent: v.nullable(v.string()),
})

const layout: Layout = {
  what: 'vault of passwords and sessions',
  applicationId: 0x776b7661,
  version: 1,
  synchronous: 'FULL',
  create: (db) =>
    db.exec(`
      CREATE TABLE password (user TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;
      CREATE TABLE session (
        id TEXT PRIMARY KEY,
        user TEXT NOT NULL,
        begun_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL,
        place TEXT,
        agent TEXT
      ) STRICT;
      CREATE INDEX session_user ON session (user);
      CREATE TABLE link (hash TEXT PRIMARY KEY, user TEXT, until INTEGER NOT NULL) STRICT;
    `),
}
