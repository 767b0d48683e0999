import { AssertionError } from 'node:assert'
import { HOUR_S, type Span } from '../../shared/time.ts'
import type { AgentMessage } from '../../shared/wire/messages.ts'
import { chanceOf } from './chance.ts'
import { type Component, createDatabase } from './database.ts'
import { createWatch } from './invariants.ts'
import { createNetwork, type Network } from './network.ts'
import { type Plan, planOf } from './plan.ts'
import { createPresenceWatch } from './presence.ts'
import { createShore, type HubPoint, type Replica } from './shore.ts'
import { type Conditions, createStrikes } from './strikes.ts'
import { timersFrom } from './timers.ts'
import { type Judged, judge, judgeBlind } from './verdict.ts'
import { type AgentPoint, createVessel, type Disk, type Vessel } from './vessel.ts'

/** One vessel, its link and its shore, from one seed: hours of bad weather, then calm; then the truth must stand. */
export type Outcome = Judged & {
  readonly plan: Plan
  readonly trace: readonly string[]
  readonly points: ReadonlyMap<string, number>
}

const BEGIN_S = 1_790_000_000

type Ship = { readonly vessel: Vessel; readonly network: Network }

export function simulate(seed: number): Outcome {
  try {
    return live(seed)
  } catch (error) {
    // The machines assert what must hold: that is a finding too.
    if (!(error instanceof AssertionError)) throw error
    return {
      plan: planOf(seed),
      trace: [],
      points: new Map(),
      messages: { up: 0, down: 0 },
      faults: [`assertion: ${error.message}`],
    }
  }
}

function live(seed: number): Outcome {
  const plan = planOf(seed)
  const dice = chanceOf(seed ^ 0x5bd1_e995)
  const timers = timersFrom(BEGIN_S)
  const trace: string[] = []
  const points = new Map<string, number>()
  const conditions: Conditions = {
    calm: false,
    database: null,
    revision: 0,
    skewS: { vessel: dice.int(-5, 5), hub: dice.int(-5, 5) },
  }
  const { skewS } = conditions
  const wall = () => Math.floor(timers.now() + skewS.vessel)
  const hubWall = () => Math.floor(timers.now() + skewS.hub)
  const note = (text: string) => void trace.push(`${(timers.now() - BEGIN_S).toFixed(1)} ${text}`)
  const watch = createWatch(timers.now, note)
  const presence = createPresenceWatch(plan.silentAfterS, hubWall, (text) => {
    // Who was heard when is not shared between replicas yet.
    if (plan.replicas === 1) watch.violated(text)
  })
  const database = createDatabase(plan.components, plan.manners, wall, timers, dice.fork())

  function dies(point: AgentPoint | HubPoint): boolean {
    if (conditions.calm || !dice.happens(plan.points.get(point) ?? 0)) return false
    points.set(point, (points.get(point) ?? 0) + 1)
    return true
  }
  const restartAfter = () => dice.span(1, 600)

  const shore = createShore({
    timers,
    chance: dice.fork(),
    wall: hubWall,
    revision: () => conditions.revision,
    replicas: plan.replicas,
    lagUpToS: plan.lagUpToS,
    dies,
    restartAfter,
    crashed: () =>
      ships.forEach(({ network }) => {
        network.cut()
      }),
    note,
    silentAfterS: plan.silentAfterS,
    decided(what) {
      watch.decided(what)
      presence.decided(what)
    },
    passed: presence.passed,
    listens: presence.listens,
  })
  const ships: Ship[] = []
  const attached = new Map<Replica, (bytes: Uint8Array) => void>()

  function launch(name: string, disk: Disk): Ship {
    const network: Network = createNetwork({
      timers,
      chance: dice.fork(),
      replicas: shore.replicas,
      vessel: () => vessel,
      latencyS: plan.latencyS,
      duplicates: plan.duplicates,
      lostAcks: plan.lostAcks,
      carried: watch.carried,
      answered: watch.answered,
      violated: watch.violated,
      attached,
      calm: () => conditions.calm,
      won: () =>
        ships
          .filter((other) => other.network !== network)
          .forEach((other) => {
            other.network.cut()
          }),
    })
    const vessel: Vessel = createVessel(
      {
        name,
        timers,
        chance: dice.fork(),
        database,
        databaseFails: () => conditions.database,
        wall,
        options: { heartbeatS: plan.heartbeatS, minIntervalS: 30, ackTimeoutS: 60 },
        readEveryS: plan.readEveryS,
        dies,
        send(message) {
          note(`${name} sends ${inWords(message)}`)
          watch.sent(message, disk.unwritten ?? disk.journal)
          network.send(message)
        },
        redial: () => network.redial(),
        restartAfter,
        note: (text) => note(`${name} ${text}`),
        reported: watch.reported,
        violated: watch.violated,
      },
      disk,
    )
    const ship = { vessel, network }
    ships.push(ship)
    return ship
  }

  const configured = (components: readonly Component[]) =>
    components.map(({ id, checks }) => ({ id, holdForS: Math.max(...checks.map((one) => one.holdForS)) }))
  const first = plan.components.slice(0, dice.int(1, plan.components.length))
  const ship = launch('agent', {
    journal: null,
    earlier: [],
    refuses: false,
    unwritten: null,
    components: configured(first),
    revision: 0,
  })
  const { vessel, network } = ship

  const strike = createStrikes({
    plan,
    timers,
    dice,
    shore,
    ship,
    conditions,
    database,
    watch,
    presence,
    wall,
    restartAfter,
    configured,
    twin,
  })

  function twin(): () => void {
    const other = launch('twin', structuredClone(vessel.disk))
    other.vessel.boot()
    return () => {
      other.vessel.crash()
      ships.splice(ships.indexOf(other), 1)
    }
  }

  function weather(): void {
    timers.after(plan.faultEveryS * 2 * dice.next(), () => {
      if (conditions.calm) return
      const fault = dice.pick(plan.faults)
      note(`fault: ${fault}`)
      points.set(fault, (points.get(fault) ?? 0) + 1)
      strike[fault]()
      weather()
    })
  }

  function diskWeather(): void {
    const diskDice = chanceOf(plan.seed ^ 0xd15d)
    const turn = (refuses: boolean) => {
      timers.after(plan.diskRefusesEveryS * 2 * diskDice.next(), () => {
        if (conditions.calm) return
        note(`the disk ${refuses ? 'refuses' : 'takes everything again'}`)
        points.set('disk-refuses', (points.get('disk-refuses') ?? 0) + 1)
        if (refuses) watch.lost('journal')
        vessel.disk.refuses = refuses
        turn(!refuses)
      })
    }
    if (plan.diskRefusesEveryS < Infinity) turn(true)
  }

  function eclipse({ from, to }: Span): void {
    timers.after(from, () => network.setUp(false))
    timers.after(from + 0.9 * (to - from), () => {
      vessel.crash()
      vessel.boot()
    })
    timers.after(to, () => network.setUp(true))
  }

  function heal(): void {
    conditions.calm = true
    vessel.disk.refuses = false
    conditions.database = null
    note('calm')
    for (const other of ships.filter((one) => one !== ship)) other.vessel.crash()
    ships.splice(0, ships.length, ship)
    database.calm()
    skewS.vessel = dice.int(-5, 5)
    if (plan.faults.includes('hub-clock')) {
      skewS.hub = dice.int(-5, 5)
      presence.lost()
    }
    for (const replica of shore.replicas) {
      replica.setLog(false)
      if (!replica.up()) replica.start()
    }
    network.setUp(true)
    if (!vessel.alive()) vessel.boot()
    vessel.configure(vessel.disk.components, conditions.revision)
  }

  for (const replica of shore.replicas) replica.start()
  vessel.boot()
  weather()
  diskWeather()
  if (plan.eclipseS) eclipse(plan.eclipseS)
  timers.runUntil(BEGIN_S + plan.lastsS)
  heal()
  // What is late comes, what could not agree for an hour tries again, and everything is read once more.
  timers.runUntil(timers.now() + plan.manners.lateUpToS + 3 * HOUR_S + 4 * plan.heartbeatS)
  watch.settled()
  timers.runUntil(timers.now() + 8 * plan.heartbeatS)
  const world = { plan, shore, database, watch, presence, ship, wall }
  const judged = judge(world)
  conditions.database = 'refused'
  const longest = Math.max(...plan.components.flatMap(({ checks }) => checks.map((one) => one.holdForS)))
  timers.runUntil(timers.now() + longest + 2 * plan.readEveryS + 2 * plan.heartbeatS)
  return { ...judged, faults: [...judged.faults, ...judgeBlind(world)], plan, trace, points }
}

function inWords(message: AgentMessage): string {
  const number = `(${message.session}, ${message.seq})`
  if (message.kind === 'birth')
    return `birth ${number} ${message.proof ? `until ${message.proof.until - BEGIN_S}` : 'without proof'}`
  if (message.kind === 'short') return `short ${number} until ${message.until - BEGIN_S}`
  const part = message.digest === null ? ' as a part' : ''
  return `full ${number} of [${message.from - BEGIN_S}, ${message.until - BEGIN_S})${part}`
}
