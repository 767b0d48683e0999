import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { fleetPage } from '../../shared/api/fleet.ts'
import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'

type Seen = v.InferOutput<typeof fleetPage>['vessels'][number]

/** What shore knows, asked by the hub's API, with a token. */
export type Shore = {
  /** Settles when every one of these vessels is seen so; false when it takes longer than `limitMs`. */
  sees(vessels: readonly string[], so: (seen: Seen) => boolean, limitMs: number): Promise<boolean>
}

const LOOK_AGAIN_MS = 100

export function createShore(url: string, token: string, clock: Clock): Shore {
  async function fleet(): Promise<readonly Seen[]> {
    const response = await fetch(`${url}api/v1/fleet?size=1000`, { headers: { Authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Fault('unavailable', `${response.url} answers ${response.status}`)
    return v.parse(fleetPage, await response.json()).vessels
  }
  return {
    async sees(vessels, so, limitMs) {
      const until = clock.monotonic() + limitMs
      for (;;) {
        const seen = new Map((await fleet()).map((vessel) => [vessel.id, vessel]))
        if (vessels.every((id) => [seen.get(id)].some((vessel) => vessel !== undefined && so(vessel)))) return true
        if (clock.monotonic() > until) return false
        await sleep(LOOK_AGAIN_MS)
      }
    },
  }
}
