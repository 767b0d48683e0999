import type { Incidents } from '../../shared/api/incident.ts'
import type { ComponentId, VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import type { Cursor } from './history-store.ts'

/** What every list of the past is asked; null fits all. */
type Asked = {
  readonly vessel: VesselId | null
  readonly group: string | null
  /** What touches the time from here on, and before there. */
  readonly from: Seconds | null
  readonly to: Seconds | null
  /** Where the page before ended. */
  readonly after: Cursor | null
  readonly size: number
}

export type IncidentQuery = Asked & {
  readonly component: ComponentId | null
  readonly state: 'open' | 'ended' | null
}

/** What was: the lists of the past, the newest first, a page at a time. */
export interface History {
  incidents(query: IncidentQuery): Promise<Incidents>
}
