import { createApp } from '../../../hub/http/app.ts'
import type { VesselId } from '../../../shared/model.ts'
import { type Clock, systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { DAY_S, type Seconds } from '../../../shared/time.ts'
import { fakeHost } from '../../fakes/admin.ts'
import { fakeGate } from '../../fakes/gate.ts'
import { fakePeople } from '../../fakes/people.ts'
import { type Figure, quantile } from '../figure.ts'
import { STEP_S, startShore } from './shore.ts'

const BEGIN = 20_000 * DAY_S
const MEASURED = 12

/** From a summary's arrival at the edge until a page that is open shows the alert: decided, appended, projected, drawn, streamed. */
export async function benchArrival(fleets: readonly (readonly VesselId[])[]): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const ids of fleets) figures.push(await arrivalOf(ids))
  return figures
}

async function arrivalOf(ids: readonly VesselId[]): Promise<Figure> {
  let now: Seconds = BEGIN
  const clock: Clock = { ...systemClock, now: () => now * 1000 }
  const shore = await startShore(ids, BEGIN, clock)
  for (const _ of [1, 2]) {
    now += STEP_S
    await shore.beat(now, 'up')
  }
  const around = { gate: fakeGate('admin'), host: fakeHost, clock, log: quietLog, version: 'bench' }
  const app = createApp({ ...shore.river, ...around, people: fakePeople(clock) })
  const page = await app.fetch(new Request('http://localhost/live/alerts', { headers: { Host: 'localhost' } }))
  const shows = reader(page)
  now += STEP_S
  const tookMs: number[] = []
  for (const id of ids.slice(-MEASURED)) {
    const began = performance.now()
    await shore.beat(now, 'down', [id])
    await shows(`/vessels/${id}"`)
    tookMs.push(performance.now() - began)
  }
  app.close()
  await shore.close()
  const sorted = tookMs.toSorted((a, b) => a - b)
  return {
    what: `from a summary's arrival to the alert on an open page, ${ids.length} vessels`,
    value: `p50 ${quantile(sorted, 0.5).toFixed(0)} ms, longest ${quantile(sorted, 1).toFixed(0)} ms`,
    target: 'printed',
  }
}

/** Settles when the stream has shown the text. */
function reader(page: Response): (text: string) => Promise<void> {
  const stream = page.body?.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  return async (text) => {
    while (!seen.includes(text)) {
      const { done, value } = (await stream?.read()) ?? { done: true, value: '' }
      if (done) throw new Error(`the stream ended before it showed ${text}`)
      seen = value.length > text.length ? seen.slice(-text.length) + value : seen + value
    }
  }
}
