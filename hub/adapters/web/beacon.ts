import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Beacon } from '../../ports/notifier.ts'
import { type Fetch, request } from './request.ts'

/** A URL that is called, such as a Healthchecks ping. Only a 2xx in time is taken: a redirect may lead to a login page. */
export const createBeacon = (url: string, clock: Clock, fetch: Fetch): Beacon => ({
  async call(signal) {
    const asked = await request(url, { signal }, clock, fetch)
    if (asked.kind !== 'answered') return { kind: 'missed', words: asked.words }
    const taken = asked.status >= 200 && asked.status <= 299
    return taken ? { kind: 'taken' } : { kind: 'missed', words: `${new URL(url).host} answered ${asked.status}` }
  },
})
