import type { Context } from '../../context.ts'
import { watched } from '../../knowledge/knowledge.ts'
import type { Vessel } from '../../vessel.ts'
import { downFinding } from './down.ts'
import type { Finding } from './finding.ts'
import { noDataFinding } from './no-data.ts'
import { silentFinding } from './silent.ts'
import { slaFinding } from './sla.ts'

/** Everything that can alarm about the vessel and is watched now. */
export const findings = (vessel: Vessel, context: Context): readonly Finding[] => [
  silentFinding(vessel, context),
  ...watched(vessel, context.now).flatMap((component) => [
    downFinding(vessel, component, context),
    noDataFinding(vessel, component, context),
    slaFinding(vessel, component, context),
  ]),
]
