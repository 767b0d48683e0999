import type { TestContext } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { createLeapingClock } from '../../../deploy/demo/leaping-clock.ts'
import type { Role } from '../../../hub/core/accounts/permission.ts'
import { FLEET_STREAM, type VesselEvent, vesselStream } from '../../../hub/core/events.ts'
import { DEFAULT_POLICY, type Policy } from '../../../hub/core/policy.ts'
import type { People } from '../../../hub/http/accounts/people.ts'
import { createApp } from '../../../hub/http/app.ts'
import { startServer } from '../../../hub/http/server.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import type { Heard } from '../../../hub/ports/register.ts'
import { DOWN, type StateCode, UP, type VesselId } from '../../../shared/model.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { DAY_S, HOUR_S, MINUTE_S, type Seconds, toSeconds } from '../../../shared/time.ts'
import { encodeSummary } from '../../../shared/wire/codec.ts'
import { atEnd } from '../../at-end.ts'
import { fakeHost } from '../../fakes/admin.ts'
import { createMemoryLog } from '../../fakes/memory-log.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { givenTold } from '../../hub/given-told.ts'
import { givenJira, mapping, order } from '../../hub/jira/given-jira.ts'
import { born, componentId, history, listening, silent, told, vesselId } from '../../hub/projections/given.ts'
import { until } from '../../lab/ship-and-shore.ts'
import { LAPTOP, type Person, type Stage } from './story.ts'

/** An evening on shore: the whole of a hub but its disk, before a stand-in for JIRA, with ten vessels that have a past. */

/** 2026-11-23 17:14:30 UTC, a Monday. */
export const NOW = Date.UTC(2026, 10, 23, 17, 14, 30) / 1000
export const PASSWORD = 'a ship in the night'
export const ROLES = { vera: 'viewer', otto: 'operator', anna: 'approver', ben: 'approver', adam: 'admin' } as const

/** Since then Kestrel Pioneer was not heard. */
export const SILENT_SINCE = NOW - 3 * DAY_S + 5 * MINUTE_S

const BEGIN = Date.UTC(2026, 8, 1) / 1000
const OCTOBER_10 = Date.UTC(2026, 9, 10) / 1000
const NAMES = { 'access-point': 'Access point', dashboard: 'Dashboard', server: 'Server' } as const
type Component = keyof typeof NAMES
const COMPONENTS = Object.keys(NAMES) as Component[]

/** When which of its components was down, or since when the vessel is silent. */
type Past = {
  readonly down?: Partial<Record<Component, readonly (readonly [Seconds, Seconds?])[]>>
  readonly silentSince?: Seconds
}

const VESSELS: Readonly<Record<string, readonly [name: string, past: Past]>> = {
  'mv-aurora': ['Aurora Star', {}],
  'mv-calypso': ['Calypso of Trondheimsfjorden', {}],
  'mv-dorado': [
    'Dorado Pioneer',
    { down: { server: [20, 11, 7, 4].map((h) => [NOW - h * HOUR_S, NOW - h * HOUR_S + 40 * MINUTE_S]) } },
  ],
  'mv-electra': [
    'Electra Star',
    { down: { dashboard: [[NOW - 9 * DAY_S, NOW - 9 * DAY_S + 5 * HOUR_S], [NOW - 4 * DAY_S - 7 * HOUR_S]] } },
  ],
  'mv-fjord': ['Fjord Meridian', { down: { server: [[NOW - 50 * MINUTE_S]] } }],
  'mv-galatea': ['Galatea Express', { down: { server: [[OCTOBER_10, OCTOBER_10 + 40 * HOUR_S]] } }],
  'mv-halcyon': ['Halcyon Voyager', { down: { dashboard: [[OCTOBER_10 + DAY_S, OCTOBER_10 + DAY_S + 2 * HOUR_S]] } }],
  'mv-iris': ['Iris Voyager', { down: { 'access-point': [[NOW - 2 * DAY_S]] } }],
  'mv-juno': ['Juno Star', { silentSince: NOW - 3 * DAY_S - HOUR_S }],
  'mv-kestrel': ['Kestrel Pioneer', { silentSince: SILENT_SINCE }],
}

export type Shore = Awaited<ReturnType<typeof givenShore>>

export async function givenShore(
  t: TestContext,
  options: { readonly people?: Partial<People>; readonly nobody?: boolean; readonly port?: number } = {},
) {
  const clock = createLeapingClock(systemClock, NOW * 1000)
  const { batches, heard } = lived()
  const log = createMemoryLog(batches)
  const { jira, tracker } = givenJira(clock, { mapping: { ...mapping, fields: {}, assignee: null } })
  const { river, can, sent } = await givenTold(t, clock, log, {
    policy: POLICY,
    register: { load: async () => ({ aliveAt: NOW - 1, heard }), save: async () => {}, traffic: async () => [] },
    tickets: { tracker, random: () => 0.5, pages: null, closeDoubles: false, settleS: 600, timeoutS: 5 },
  })
  const { accounts } = givenAccounts(clock, log)
  for (const [at, [id, [name]]] of Object.entries(VESSELS).entries()) {
    const stream = vesselStream(vesselId(id))
    const batch = { id: `entered-${id}`, at: NOW * 1000, events: [enteredNow(name, at)] }
    await log.append(stream, await log.head(stream), batch, AbortSignal.timeout(10_000))
  }
  if (options.nobody !== true) for (const [name, role] of Object.entries(ROLES)) await addUser(name, role)
  const people: People = { accounts, signOn: null, demo: [], ...options.people }
  const app = createApp({ ...river, people, gate: accounts, host: fakeHost, clock, log: quietLog, version: '1.0.0' })
  const server = await startServer({ app, host: '127.0.0.1', port: options.port ?? 0, askedBy: 'a test', clock })
  atEnd(t, () => server.stop())
  const url = `http://127.0.0.1:${server.port}`
  let seq = 10
  const issues = () => [...jira.state.issues.values()].map(({ fields }) => String(fields.summary))

  async function addUser(user: string, role: Role): Promise<void> {
    await accounts.change({ type: 'add-user', user, role, subject: null, first: false, by: BY })
    await accounts.setPassword(user, PASSWORD, BY)
  }

  return {
    url,
    river,
    accounts,
    jira,
    /** What the mail server does, and what JIRA says of itself. */
    can,
    sent,
    now: () => toSeconds(clock.now()),
    /** The summaries of the issues that JIRA has. */
    issues,
    issuesOnce: (count: number) => until('the issues', async () => jira.state.issues.size === count && issues()),
    /** Somebody makes an issue in JIRA by hand. */
    async byHand(summary: string): Promise<void> {
      await tracker.create({ ...order, assets: [], draft: { ...order.draft, summary } })
    },
    /** So much time passes at once. */
    passes: (seconds: Seconds) => clock.leapTo(clock.now() + seconds * 1000),
    /** The vessel tells of one of its components from when on it was what; the others were up. */
    async tells(
      vessel: string,
      component: Component,
      ...steps: (readonly [at: Seconds, state: StateCode])[]
    ): Promise<void> {
      const from = steps[0]?.[0] ?? toSeconds(clock.now())
      const until = toSeconds(clock.now())
      const of = { session: 65_536, seq: seq++, from, until, digest: 0, trouble: null }
      const told = steps.map(([at, state]) => ({ at, state }))
      const timelines = COMPONENTS.map((one) => (one === component ? told : [{ at: from, state: UP }]))
      await river.listener.received(vesselId(vessel), 'summary', encodeSummary({ kind: 'full', ...of, timelines }))
    },
    /** Somebody who has signed in this morning, before one of the pages. */
    async signedIn(
      { person }: Stage,
      name: keyof typeof ROLES,
      path: string,
      screen = LAPTOP as Parameters<Stage['person']>[0],
      more: BrowserContextOptions = {},
    ): Promise<Person> {
      const begun = await accounts.signIn(name, PASSWORD, {
        from: '192.0.2.7',
        agent: 'Firefox/145.0 (Windows NT 10.0)',
      })
      if (begun.kind !== 'begun') throw new Error(`${name} was not let in`)
      const somebody = await person(screen, more)
      await somebody.page.context().addCookies([{ name: 'watchkeeper', value: begun.secret, url }])
      await somebody.goes(`${url}${path}`)
      return somebody
    },
  }
}

const BY = { kind: 'command-line', name: 'root' } as const

const POLICY: Policy = {
  ...DEFAULT_POLICY,
  componentNames: new Map(Object.entries(NAMES).map(([id, name]) => [componentId(id), name])),
  reports: { zone: 'Europe/Oslo' },
  notices: { channels: ['email'], groupForS: 60, everyS: 900, digest: null, publicUrl: 'https://watch.example.com' },
}

/** What the log and the register hold of the ten. */
function lived(): { batches: readonly Batch[]; heard: ReadonlyMap<VesselId, Heard> } {
  const heard = new Map<VesselId, Heard>()
  const hub: Batch = { ...batchOf(FLEET_STREAM, BEGIN, listening(BEGIN)), position: 1 }
  const ofVessels = Object.entries(VESSELS).map(([text, [, { down = {}, silentSince = null }]], at): Batch => {
    const id = vesselId(text)
    const lastHeard = silentSince ?? NOW - 20
    const watermark = lastHeard - 10
    heard.set(id, { session: 65_536, seq: 2, watermark, lastHeard, offsetS: 0 })
    const changes = COMPONENTS.map((one) => history(componentId(one), [BEGIN, UP], ...stepsOf(down[one] ?? [])))
    const events: VesselEvent[] = [
      born(BEGIN, Object.fromEntries(COMPONENTS.map((one) => [one, BEGIN])), BEGIN),
      told(lastHeard, watermark, ...changes),
      ...(silentSince === null ? [] : [silent(silentSince, silentSince + 15 * MINUTE_S)]),
    ]
    return { ...batchOf(vesselStream(id), lastHeard, ...events), position: at + 2 }
  })
  return { batches: [hub, ...ofVessels], heard }
}

const batchOf = (stream: string, at: Seconds, ...events: Batch['events']) => ({
  stream,
  previous: 0,
  id: `lived-${stream}`,
  at: at * 1000,
  events,
})

/** Who they are is entered now: that is when the hub looks at each of them. */
const enteredNow = (name: string, at: number): VesselEvent => ({
  type: 'vessel-added',
  at: NOW,
  learnedAt: NOW,
  by: BY,
  profile: {
    name,
    imo: `932148${at}`,
    group: at % 2 === 0 ? 'North' : 'South',
    link: at % 3 === 0 ? 'Starlink' : 'Iridium Certus',
    zone: 'Europe/Oslo',
    contact: 'bridge@example.com',
    inService: [],
  },
})

const stepsOf = (spells: readonly (readonly [Seconds, Seconds?])[]) =>
  spells.flatMap(([from, to]) => [[from, DOWN] as const, ...(to === undefined ? [] : [[to, UP] as const])])
