import { openReadStore } from '../../hub/adapters/sqlite/read-store.ts'
import { createProjection } from '../../hub/projections/projection.ts'
import { createReadModel } from '../../hub/projections/read-model.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, OPEN, type Seconds } from '../../shared/time.ts'
import {
  added,
  born,
  change,
  componentId,
  LINE,
  listening,
  present,
  told,
  vesselId,
  written,
} from '../hub/projections/given.ts'
import { type Figure, tableOf } from './figure.ts'

const VESSELS = Array.from({ length: 66 }, (_, nth) => vesselId(`mv-${nth}`))
const COMPONENTS = ['access-point', 'dashboard', 'server'].map(componentId)
const DAYS = 90
const OUTAGES_A_DAY = 3
const BEGIN = 20_000 * DAY_S

/** What the pages cost the hub, and what it takes to make their rows anew. */
export function benchFigures(): readonly Figure[] {
  const batches = ninetyDays()
  const store = openReadStore(':memory:', 'bench')
  const projection = createProjection(store)
  const replayMs = fastestMs(1, () => projection.apply(batches))
  const now = BEGIN + DAYS * DAY_S
  const heard = new Map(
    VESSELS.map((id) => [id, { session: 65_536, seq: 9, watermark: now, lastHeard: now, offsetS: 0 }]),
  )
  const model = createReadModel(store)
  const [vessel = vesselId('none')] = VESSELS
  const fleetMs = fastestMs(50, () => model.fleet(present(now, heard)))
  const vesselMs = fastestMs(50, () => model.vessel(vessel, present(now, heard), LINE))
  store.close()
  return [
    {
      what: 'rows made anew from the log, batches of 3 changes',
      value: `${Math.round((1000 * batches.length) / replayMs)} /s`,
    },
    {
      what: `fleet of ${VESSELS.length} by ${COMPONENTS.length}, ${OUTAGES_A_DAY} outages a day each`,
      value: `${fleetMs.toFixed(1)} ms`,
    },
    { what: `one vessel with its four windows up to ${DAYS} days`, value: `${vesselMs.toFixed(1)} ms` },
  ]
}

function ninetyDays() {
  const log = written()
  log.append(null, listening(BEGIN))
  const claims = Object.fromEntries(COMPONENTS.map((id) => [id, BEGIN]))
  for (const id of VESSELS) log.append(id, added(BEGIN, { name: id }), born(BEGIN, claims, BEGIN))
  for (let nth = 1; nth <= DAYS * OUTAGES_A_DAY; nth++) {
    const at = BEGIN + (nth * DAY_S) / OUTAGES_A_DAY
    for (const id of VESSELS) log.append(id, told(at, at, ...COMPONENTS.map((component) => outage(component, at))))
  }
  return log.batches
}

const outage = (component: (typeof COMPONENTS)[number], at: Seconds) =>
  change(component, { from: at - 600, to: OPEN }, [
    { from: at - 600, to: at - 300, state: DOWN },
    { from: at - 300, to: OPEN, state: UP },
  ])

function fastestMs(runs: number, work: () => void): number {
  let fastest = Infinity
  for (let run = 0; run < runs; run++) {
    const begin = process.hrtime.bigint()
    work()
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - begin) / 1e6)
  }
  return fastest
}

if (import.meta.main) for (const line of tableOf(benchFigures())) console.log(line)
