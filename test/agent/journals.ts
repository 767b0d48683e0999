import fc from 'fast-check'
import type { Journal, JournalComponent } from '../../shared/link/journal.ts'
import { type ComponentId, isComponentId, type StateCode } from '../../shared/model.ts'
import { DAY_S, OPEN, type Seconds } from '../../shared/time.ts'
import { join, type Timeline } from '../../shared/timeline.ts'

/** Every journal that the contract allows, a few days long, so that edges often fall near midnight. */

export const START: Seconds = 20_415 * DAY_S

export function componentId(text: string): ComponentId {
  if (!isComponentId(text)) throw new Error(`${text} is no component id`)
  return text
}

const edge = fc.oneof(
  fc.integer({ min: START + 1, max: START + 4 * DAY_S }),
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -2, max: 2 }))
    .map(([day, s]) => START + day * DAY_S + s + 3),
)
const state: fc.Arbitrary<StateCode> = fc.integer({ min: 0, max: 7 })

const component = (id: string): fc.Arbitrary<JournalComponent> =>
  fc
    .record({
      removed: fc.boolean(),
      edges: fc.uniqueArray(edge, { maxLength: 8 }),
      states: fc.array(fc.option(state), { minLength: 10, maxLength: 10 }),
    })
    .map(({ removed, edges, states }) => {
      const times = [START, ...edges.sort((a, b) => a - b), ...(removed ? [] : [OPEN])]
      const pieces = times.slice(0, -1).flatMap((from, i) => {
        const to = times[i + 1] ?? OPEN
        const code = states[i] ?? (to === OPEN ? 1 : null)
        return code === null ? [] : [{ from, to, state: code }]
      })
      return { id: componentId(id), removed, timeline: join(pieces) }
    })

export const journals: fc.Arbitrary<Journal> = fc
  .record({
    instance: fc.nat(),
    boots: fc.nat({ max: 1000 }),
    components: fc.tuple(component('access-point'), component('dashboard'), component('server')),
    runningS: fc.array(fc.nat({ max: 3 * DAY_S }), { maxLength: 4 }),
    ahead: fc.integer({ min: 1, max: DAY_S }),
  })
  .map(({ runningS, ahead, components, ...rest }) => {
    const to = lastEdge(components.map(({ timeline }) => timeline)) + ahead
    return {
      ...rest,
      components,
      to,
      ring: runningS.map((running, i) => ({ runningS: running, to: to - 100 * i })).reverse(),
    }
  })

const lastEdge = (timelines: readonly Timeline<StateCode>[]): Seconds =>
  timelines.flat().reduce((last, { from, to }) => Math.max(last, from, to === OPEN ? from : to), START)
