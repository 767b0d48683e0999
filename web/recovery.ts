import type { Recovery } from '../shared/api/recovery.ts'
import { time } from './format.ts'
import type { Hole } from './html.ts'

/** Of what is up again, or heard: since when, and when it is over if that stays so. */
export function recoveryWords({ since, overAt }: Recovery): Hole {
  if (overAt === null) return ['heard again ', time(since), ', over once it has told what was measured meanwhile']
  const sameDay = since.slice(0, 10) === overAt.slice(0, 10)
  return [
    'up since ',
    time(since),
    ', over at ',
    sameDay ? time(overAt, clockMinute(overAt)) : time(overAt),
    ' if it stays so',
  ]
}

/** `17:31 UTC`. */
const clockMinute = (instant: string): string => `${instant.slice(11, 16)} UTC`
