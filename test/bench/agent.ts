import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S, toSeconds } from '../../shared/time.ts'
import type { ToAgent, ToWorld } from './agent/aboard.ts'
import { createWorld, type World } from './agent/world.ts'
import { type Figure, tableOf } from './figure.ts'

const DAYS = 7
const HISTORY_S = 36 * DAY_S
const READ_EVERY_S = 30
/** The older past is read, and what is made for the first time is made. */
const SETTLED_AFTER_S = 6 * HOUR_S
/** Long enough for a dial on loopback. */
const DIAL_MS = 100
/** So often it asks in vain after the last answer: what was written to a socket has then arrived. */
const QUIET_AFTER = 3

type Measured = Extract<ToWorld, { kind: 'measured' }>

/** What an agent costs its machine: its process from source, against a simulated database and a shore, over a simulated week. */
export async function benchAgent(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-bench-'))
  const begin = toSeconds(systemClock.now())
  const world = await createWorld(folder, begin, HISTORY_S)
  const agent = fork(join(import.meta.dirname, 'agent/aboard.ts'), { execArgv: ['--expose-gc'] })
  try {
    tell(agent, { kind: 'start', settings: world.settings, nowMs: begin * 1000 })
    const first = await liveUntil(agent, world, begin + 60)
    const settled = await liveUntil(agent, world, begin + SETTLED_AFTER_S)
    const days: Measured[] = []
    for (let day = 1; day <= DAYS; day++)
      days.push(await liveUntil(agent, world, begin + SETTLED_AFTER_S + day * DAY_S))
    return figuresOf(first, settled, days)
  } finally {
    agent.disconnect()
    if (agent.exitCode === null) await once(agent, 'exit')
    await world.stop()
    rmSync(folder, { recursive: true })
  }
}

function figuresOf(first: Measured, settled: Measured, days: readonly Measured[]): readonly Figure[] {
  const last = days.at(-1) ?? settled
  const cycles = (days.length * DAY_S) / READ_EVERY_S
  return [
    { what: 'CPU of the start, with 26 h of 3 checks read', value: `${Math.round(first.cpuMs)} ms` },
    {
      what: `CPU of one read cycle of 3 checks, all that the agent does in ${READ_EVERY_S} s, mean of ${cycles}`,
      value: `${((last.cpuMs - settled.cpuMs) / cycles).toFixed(2)} ms`,
      target: 'printed',
    },
    { what: 'resident memory after the start', value: inMb(first.rssBytes), target: 'printed' },
    { what: `  after ${SETTLED_AFTER_S / HOUR_S} h, 35 days in the journal`, value: memory(settled) },
    ...days.map((day, nth) => ({
      what: `  ${nth + 1} ${nth === 0 ? 'day' : 'days'} later`,
      value: memory(day),
      ...(nth + 1 === DAYS && { target: 'no growth over a simulated week' }),
    })),
  ]
}

const inMb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
const memory = ({ rssBytes, heapBytes }: Measured) => `${inMb(rssBytes)}, heap ${inMb(heapBytes)}`

const tell = (agent: ChildProcess, order: ToAgent) => agent.send(order)

async function next(agent: ChildProcess): Promise<ToWorld> {
  const settled = new AbortController()
  const { signal } = settled
  const ended = once(agent, 'exit', { signal }).then(() => {
    throw new Error('the agent ended')
  })
  try {
    const [told] = await Promise.race([once(agent, 'message', { signal }), ended])
    return told
  } finally {
    settled.abort()
  }
}

/** Lets the agent leap on while nothing is going on between it and the world, up to `end`; then it is measured. */
async function liveUntil(agent: ChildProcess, world: World, end: number): Promise<Measured> {
  let answers = -1
  let asked = 0
  for (;;) {
    const told = await next(agent)
    if (told.kind === 'measured') return told
    await nextTurn()
    if (!world.connected()) await pause(DIAL_MS)
    if (told.toMs >= end * 1000) tell(agent, { kind: 'measure' })
    else if (answers !== world.answers()) {
      answers = world.answers()
      asked = 0
      tell(agent, { kind: 'wait' })
    } else if (++asked < QUIET_AFTER) tell(agent, { kind: 'wait' })
    else {
      asked = 0
      world.setNowMs(told.toMs)
      tell(agent, { kind: 'leap' })
    }
  }
}

if (import.meta.main) for (const line of tableOf(await benchAgent())) console.log(line)
