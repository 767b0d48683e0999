import type { HubFigures } from '../../hub/ports/views.ts'
import type { VesselId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN, type Seconds } from '../../shared/time.ts'

/** What the hub could say of itself. */
export const figuresAt = (now: Seconds, vessel: VesselId): HubFigures => ({
  logPosition: 1234,
  projectionPosition: 1234,
  registerAgeS: 3,
  snapshot: { savedAt: now - HOUR_S, trouble: null },
  listening: true,
  overdueS: 0,
  errandOverdueS: 0,
  outbox: {
    target: { kind: 'answers', since: now - DAY_S, words: null },
    ageS: 12,
    name: 'JIRA',
    askedAt: now - 600,
    asking: false,
    checks: [{ what: 'token', standing: 'good', words: 'JIRA knows it as watchkeeper' }],
  },
  watchdog: { everyS: 300, calledAgoS: 40, why: null },
  channels: [
    {
      name: 'email',
      target: { kind: 'answers', since: now - DAY_S, words: null },
      last: { kind: 'sent', words: null, subject: 'Aurora: Server down', at: now - 720 },
      tested: { kind: 'sent', words: null, subject: 'Watchkeeper: a test message', at: now - 3600 },
      waiting: 0,
      waitingSince: OPEN,
      testing: false,
    },
    {
      name: 'ops-channel',
      target: { kind: 'away', since: now - 900, words: 'hooks.example.com cannot be reached' },
      last: {
        kind: 'retry-later',
        words: 'hooks.example.com cannot be reached',
        subject: 'Borealis: not heard',
        at: now - 60,
      },
      tested: null,
      waiting: 3,
      waitingSince: now - 900,
      testing: false,
    },
  ],
  digest: { last: { day: '2026-11-23', at: now - 10 * HOUR_S }, nextAt: now + 14 * HOUR_S },
  beats: 19_008,
  payloadFaults: [{ vessel, kind: 'too-deep', count: 2 }],
  strangersRefused: [{ kind: 'credential', count: 4 }],
  traffic: [{ vessel, up: 41_200, down: 28_730 }],
})
