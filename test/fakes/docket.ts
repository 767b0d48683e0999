import { createAct } from '../../hub/act.ts'
import { nameKey, previewOf } from '../../hub/adapters/jira/preview.ts'
import type { Context } from '../../hub/core/context.ts'
import type { Dated } from '../../hub/core/dated.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { decideTicket } from '../../hub/core/tickets/ticket-command.ts'
import { createDocket, type Docket } from '../../hub/docket.ts'
import { vesselHandle } from '../../hub/handles.ts'
import { createLookup, type LookupParts } from '../../hub/outbox/lookup.ts'
import type { DecideTicket } from '../../hub/ports/deeds.ts'
import type { VesselRow } from '../../hub/ports/read-store.ts'
import type { Issue } from '../../hub/ports/tracker.ts'
import { DOWN, UP, type VesselId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN, type Seconds } from '../../shared/time.ts'
import { mapping } from '../hub/jira/given-jira.ts'
import { born, history, SERVER, told } from '../hub/projections/given.ts'
import { virtualClock } from './clock.ts'
import { createMemoryLog } from './memory-log.ts'

export const PROPOSAL = 'p-i-server-1'

const NOBODY = 'nobody' as VesselId

export type FakeDocket = Docket & {
  readonly decideTicket: DecideTicket
  /** Something else becomes true. */
  happen(...events: VesselEvent[]): Promise<void>
  /** What the tracker finds from now on when it is asked for what is similar. */
  found: Issue[]
}

/** The hub's own docket over a log in memory that tells of one vessel, whose server is down for three days; null: of none. */
export function fakeDocket(of: VesselId | null, now: Seconds): FakeDocket {
  const vessel = of ?? NOBODY
  const clock = virtualClock(now * 1000)
  const batch = { stream: vesselStream(vessel), position: 1, previous: 0, id: 'lived', at: now, events: lived(now) }
  const log = createMemoryLog([batch])
  let ids = 0
  const handle = vesselHandle({
    log,
    nowMs: () => clock.now(),
    newId: () => `${ids++}`,
    signal: new AbortController().signal,
  })
  const found: Issue[] = []
  const project = { passed: async () => {} }
  const deadlines = { context: () => contextOf(vessel, now), moved: () => docket.changed(vessel) }
  const acting = { handle, project, clock, deadlines }
  const docket = createDocket({
    ...acting,
    store: { vessels: () => (of === null ? [] : [rowOf(of)]) },
    events: log,
    policy: { ...DEFAULT_POLICY, componentNames: new Map([[SERVER, 'Server']]) },
    outbox: { tickets: { lookup: createLookup(lookupParts(found, clock)) } },
  })
  return {
    ...docket,
    found,
    decideTicket: createAct(acting)(decideTicket),
    async happen(...events) {
      await handle.command(vesselStream(vessel), () => ({ events, answer: null }))
      docket.changed(vessel)
    },
  }
}

/** A tracker that has every issue of OPS below number 1000. */
const lookupParts = (found: readonly Issue[], clock: LookupParts['clock']): LookupParts => ({
  tracker: {
    name: 'JIRA at watch.example.com',
    preview: (order) => previewOf({ ...mapping, assignee: null }, order, new Map([[nameKey('priority', '2'), 'High']])),
    similar: async () => ({ kind: 'ok', value: found }),
    fetch: async (keys) => {
      const issues = keys.filter((key) => /^OPS-\d{1,3}$/.test(key)).map((key) => issue(key))
      return { kind: 'ok', value: { issues, missing: [] } }
    },
  },
  breaker: { until: () => 0, told: () => {}, state: () => ({ kind: 'answers', since: 0, words: null }) },
  clock,
  inTurn: (task) => task(),
  back: () => null,
})

export const issue = (key: string, summary = ''): Issue => ({
  id: key.replace(/\D/g, ''),
  key,
  url: `https://jira.example.com/browse/${key}`,
  summary,
  updatedMs: 0,
  madeWith: null,
  status: 'new',
  resolution: null,
  labels: [],
})

const contextOf = (id: VesselId, now: Seconds): Context => ({
  id,
  policy: { ...DEFAULT_POLICY, componentNames: new Map([[SERVER, 'Server']]) },
  listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true }] },
  massSilences: [],
  groupExcuses: [],
  now,
  watermark: now,
  lastHeard: now - 120,
})

const profile = { name: 'Equinox', imo: null, group: null, link: null, zone: 'UTC', contact: null, inService: [] }

const rowOf = (id: VesselId): VesselRow => ({
  id,
  profile,
  presence: { kind: 'heard' },
  enteredAt: 0,
  retiredAt: null,
  seen: null,
  heardAt: null,
  about: null,
  contested: null,
  components: [],
  excuses: [],
  notes: [],
  detailFrom: 0,
})

function lived(now: Seconds): readonly VesselEvent[] {
  const since = now - 3 * DAY_S
  const earlier = now - 6 * DAY_S
  const when: Dated = { at: now, learnedAt: now }
  const begin = now - 30 * DAY_S
  return [
    born(begin, { server: begin }, begin),
    told(now, now, history(SERVER, [begin, UP], [earlier, DOWN], [earlier + 2 * HOUR_S, UP], [since, DOWN])),
    began('i-server-0', earlier),
    {
      type: 'incident-ended',
      at: earlier + 2 * HOUR_S,
      learnedAt: earlier + 2 * HOUR_S,
      incident: 'i-server-0',
      ended: earlier + 2 * HOUR_S,
      reason: 'recovered',
      heirs: [],
    },
    began('i-server-1', since),
    {
      type: 'proposal-raised',
      ...when,
      proposal: PROPOSAL,
      reason: 'age',
      facts: {
        incidents: ['i-server-1'],
        components: [SERVER],
        since,
        seen: 'measured',
        severity: 'high',
        missedDays: null,
        uptime: { '24h': 0, '7d': 57.1, '30d': null },
      },
      draft: {
        summary: 'Equinox: Server down for 3 days',
        severity: 'high',
        blocks: [{ kind: 'text', text: 'Measured on board.' }],
      },
    },
  ]
}

const began = (incident: string, at: Seconds): VesselEvent => ({
  type: 'incident-began',
  at,
  learnedAt: at,
  incident,
  component: SERVER,
  began: at,
  reason: 'measured',
  vesselIncident: null,
})
