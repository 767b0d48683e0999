import type { TestContext } from 'node:test'
import type { FleetEvent } from '../../hub/core/events.ts'
import type { Fleet } from '../../hub/core/fleet.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { Handle } from '../../hub/handle.ts'
import { fleetHandle } from '../../hub/handles.ts'
import type { Reports } from '../../hub/ports/reports.ts'
import { createReadModel } from '../../hub/projections/read-model.ts'
import { createReports } from '../../hub/reports.ts'
import type { Ticket } from '../../shared/api/ticket.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, HOUR_S, type Seconds } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import {
  AURORA,
  added,
  born,
  excusing,
  followed,
  history,
  listening,
  present,
  SERVER,
  told,
  vesselId,
  written,
} from './projections/given.ts'

export const BOREALIS = vesselId('mv-borealis')
/** The first of October 2026. */
export const OCTOBER = Date.UTC(2026, 9, 1) / 1000

const TICKET: Ticket = {
  id: 'p-i-server-1',
  vessel: { id: AURORA, name: 'Aurora', group: 'coastal' },
  components: [{ id: SERVER, name: 'Server' }],
  since: '2026-10-10T00:00:00Z',
  ended: null,
  recovery: null,
  severity: 'high',
  summary: 'Aurora: <Server> down',
  stage: 'linked',
  stageSince: '2026-10-13T00:00:00Z',
  why: null,
  key: 'OPS-7',
  url: 'https://example.atlassian.net/browse/OPS-7',
  status: 'new',
  statusAt: '2026-10-13T00:00:00Z',
  closed: null,
  stillDown: false,
  incidents: ['i-server-1'],
  wantedAt: '2026-10-13T00:00:00Z',
  by: { kind: 'user', name: 'ada' },
}

export type GivenReports = {
  readonly reports: Reports
  /** Everything that was written, as of this time, up to which both have told. */
  at(now: Seconds, toldTo?: Seconds, through?: Handle<Fleet, FleetEvent>): Reports
  readonly log: ReturnType<typeof written>
  readonly fleet: Handle<Fleet, FleetEvent>
}

/**
 * Two vessels with a server each, up since the first of September; Aurora's was down for six hours on the tenth of October,
 * Borealis's for a day from the thirty-first on, into November.
 */
export function givenReports(t: TestContext): GivenReports {
  const log = written()
  const begin = OCTOBER - 30 * DAY_S
  log.append(null, listening(begin))
  for (const [id, name, group, downFrom, downS] of [
    [AURORA, 'Aurora', 'coastal', OCTOBER + 9 * DAY_S, 6 * HOUR_S],
    [BOREALIS, 'Borealis', 'deep sea', OCTOBER + 30.5 * DAY_S, DAY_S],
  ] as const) {
    log.append(id, added(begin, { name, group }))
    log.append(id, born(begin, { server: begin }, begin))
    const steps = history(SERVER, [begin, UP], [downFrom, DOWN], [downFrom + downS, UP])
    log.append(id, told(OCTOBER + 40 * DAY_S, OCTOBER + 40 * DAY_S, steps))
  }
  // One hour of the outage is excused, as was entered later.
  log.append(
    AURORA,
    excusing(OCTOBER + 12 * DAY_S, {
      excuse: 'x-1',
      component: null,
      span: { from: OCTOBER + 9 * DAY_S, to: OCTOBER + 9 * DAY_S + HOUR_S },
    }),
  )
  const events = createMemoryLog()
  let ids = 0
  const clock = virtualClock(0)
  const fleet = fleetHandle({
    log: events,
    nowMs: () => clock.now(),
    newId: () => `id-${ids++}`,
    signal: new AbortController().signal,
  })
  const at = (now: Seconds, toldTo: Seconds = now, through = fleet): Reports => {
    const store = followed(t, log.batches)
    const heard = new Map(
      [AURORA, BOREALIS].map((id) => [id, { session: 65_536, seq: 9, watermark: toldTo, lastHeard: now, offsetS: 0 }]),
    )
    return createReports({
      fleet: through,
      newId: () => `draft-${ids++}`,
      model: createReadModel(store),
      store,
      history: { tickets: async () => ({ at: '2026-11-26T00:00:00Z', tickets: [TICKET], next: null }) },
      present: async () => present(now, heard),
      project: { passed: async () => {} },
      clock: { ...clock, now: () => now * 1000 },
      policy: { ...DEFAULT_POLICY, componentNames: new Map([[SERVER, 'Server']]) },
    })
  }
  return { reports: at(OCTOBER + 40 * DAY_S), at, log, fleet }
}
