import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import { credentialHash } from '../../hub/core/admission/admission.ts'
import type { Profile } from '../../hub/core/admission/profile.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import type { dataFolder } from '../../hub/data-folder.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, type Seconds } from '../../shared/time.ts'
import { createVessels } from '../cli/vessels.ts'
import type { DemoVessel } from './fleet.ts'
import { IN_YARD_S } from './story.ts'

type EnrolParts = {
  readonly data: ReturnType<typeof dataFolder>
  readonly begin: Seconds
  readonly known: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly newCredential: () => string
}

/** Takes the vessels into the fleet as `watchkeeper vessel add` does, and gives each its credential. */
export async function enrol(
  fleet: readonly DemoVessel[],
  { data, begin, known, clock, newCredential }: EnrolParts,
): Promise<Readonly<Record<string, string>>> {
  mkdirSync(data.dir, { recursive: true, mode: 0o700 })
  const codec = { encode: encodeEvents, decode: decodeEvents }
  const log = openSqliteLog({ file: data.events, clock, codec, newId: randomUUID })
  try {
    const vessels = createVessels(log, new AbortController().signal, clock)
    const there = await vessels.all()
    const enrolled = await Promise.all(
      fleet.map(async (vessel): Promise<[string, string]> => {
        const held = there.has(vessel.id) ? known[vessel.id] : undefined
        if (held !== undefined) return [vessel.id, held]
        const credential = newCredential()
        const hash = credentialHash(Buffer.from(credential))
        const by = { kind: 'command-line', name: 'demo' } as const
        await vessels.change(
          vessel.id,
          there.has(vessel.id)
            ? { type: 'rotate', hash, now: true, by }
            : { type: 'add', profile: profileOf(vessel, begin), hash, by },
        )
        return [vessel.id, credential]
      }),
    )
    return Object.fromEntries(enrolled)
  } finally {
    log.close()
  }
}

const profileOf = ({ name, imo, group, link, zone, plot }: DemoVessel, begin: Seconds): Profile => ({
  name,
  imo,
  group,
  link,
  zone,
  contact: null,
  inService: plot === 'yard' ? [{ from: begin - 90 * DAY_S, to: begin - IN_YARD_S }] : [],
})
