import type { Admin, HostFacts } from '../../hub/ports/admin.ts'
import { DAY_S } from '../../shared/time.ts'
import { NOW } from './views.ts'

/** Two channels and a tracker; `done` is what was asked of them. */
export function fakeAdmin(done: string[] = []): Admin {
  return {
    async test(channel, by) {
      if (channel !== 'email' && channel !== 'ops-channel') return false
      done.push(`test ${channel} by ${'name' in by ? by.name : by.kind}`)
      return true
    },
    askTracker() {
      done.push('ask')
      return true
    },
  }
}

export const fakeHost = async (): Promise<HostFacts> => ({
  version: '0.0.0-test',
  startedAt: NOW - DAY_S,
  dataDir: '/var/lib/watchkeeper',
  dataBytes: 41_200_000,
  freeBytes: 93_000_000_000,
  certificate: { endsAt: NOW + 20 * DAY_S, isOwn: false },
})
