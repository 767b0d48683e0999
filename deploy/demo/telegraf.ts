import type { Seconds, Span } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import { chance } from './chance.ts'
import { COMPONENTS, type Condition, type DemoComponent } from './story.ts'

/** One series as Telegraf's plugins write it. */
export type Series = {
  readonly measurement: string
  readonly tags: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, 'integer' | 'float'>>
  /** The points of `[from, to)`, in order of time. */
  points(window: Span): readonly Point[]
}

export type Point = { readonly at: Seconds; readonly values: Readonly<Record<string, number>> }

export const INTERVAL_S = 30

/** Where each component is measured. */
export const TARGETS = {
  'access-point': { name: 'Access point', measurement: 'ping', tag: 'url', target: '192.168.10.1' },
  dashboard: { name: 'Dashboard', measurement: 'http_response', tag: 'server', target: 'http://10.0.0.5/' },
  server: { name: 'Server', measurement: 'ping', tag: 'url', target: '10.0.0.5' },
} as const

const FIELDS = {
  ping: {
    packets_transmitted: 'integer',
    packets_received: 'integer',
    percent_packet_loss: 'float',
    average_response_ms: 'float',
    result_code: 'integer',
  },
  http_response: { http_response_code: 'integer', response_time: 'float', result_code: 'integer' },
} as const

/** What Telegraf wrote of a vessel whose truth is given. */
export const seriesOf = (
  vessel: string,
  truth: (component: DemoComponent, window: Span) => Timeline<Condition>,
): readonly Series[] =>
  COMPONENTS.map((component) => {
    const { measurement, tag, target } = TARGETS[component]
    return {
      measurement,
      tags: { host: vessel, [tag]: target },
      fields: FIELDS[measurement],
      points: (window) => points(vessel, component, truth(component, window)),
    }
  })

function points(vessel: string, component: DemoComponent, truth: Timeline<Condition>): readonly Point[] {
  const phase = Math.floor(chance(vessel, component, 'phase')() * INTERVAL_S)
  const written: Point[] = []
  for (const { from, to, state } of truth) {
    if (state === 'unmeasured') continue
    const first = Math.ceil((from - phase) / INTERVAL_S) * INTERVAL_S + phase
    for (let at = first; at < to; at += INTERVAL_S) written.push({ at, values: valuesOf(component, state, at) })
  }
  return written
}

function valuesOf(component: DemoComponent, condition: 'up' | 'down', at: Seconds): Point['values'] {
  const milliseconds = 1 + ((at * 7919) % 40) / 10
  if (TARGETS[component].measurement === 'http_response') {
    return condition === 'up'
      ? { http_response_code: 200, response_time: milliseconds / 1000, result_code: 0 }
      : { http_response_code: 502, response_time: milliseconds / 1000, result_code: 0 }
  }
  return condition === 'up'
    ? {
        packets_transmitted: 1,
        packets_received: 1,
        percent_packet_loss: 0,
        average_response_ms: milliseconds,
        result_code: 0,
      }
    : { packets_transmitted: 10, packets_received: 0, percent_packet_loss: 100, result_code: 1 }
}
