import { Hono } from 'hono'
import type { Fleet } from '../../../shared/api/fleet.ts'
import { STATES } from '../../../shared/model.ts'
import { secondsOf } from '../../../web/format.ts'
import type { HostFacts } from '../../ports/admin.ts'
import type { HubFigures, Views } from '../../ports/views.ts'
import { dutyMetrics, hostMetrics } from './duties.ts'
import { counter, gauge, type Metric, metricText } from './text.ts'

/** `/metrics` in Prometheus' text format. */
export function createMetrics(
  views: Pick<Views, 'fleet' | 'figures' | 'health'>,
  host: () => Promise<HostFacts>,
  streams: () => number,
): Hono {
  const metrics = new Hono()
  metrics.get('/metrics', async (c) =>
    c.text(
      metricsText(await views.fleet(), await views.figures(), await host(), views.health().ready, streams()),
      200,
      {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
      },
    ),
  )
  return metrics
}

const metricsText = (fleet: Fleet, hub: HubFigures, host: HostFacts, ready: boolean, streams: number): string =>
  [
    ...hubMetrics(hub, ready, streams),
    ...dutyMetrics(hub, secondsOf(fleet.at)),
    ...hostMetrics(host, secondsOf(fleet.at)),
    ...fleetMetrics(fleet),
    ...linkMetrics(hub),
  ]
    .map(metricText)
    .join('')

const hubMetrics = (hub: HubFigures, ready: boolean, streams: number): readonly Metric[] => [
  gauge('ready', 'Whether the hub can do its work.', { value: Number(ready) }),
  gauge('listening', 'Whether the hub can hear its vessels.', { value: Number(hub.listening) }),
  gauge('log_position', 'Position of the newest event.', { value: hub.logPosition }),
  gauge('projection_position', 'Position up to which pages and API are.', { value: hub.projectionPosition }),
  gauge(
    'register_age_seconds',
    'Since the times of last hearing were saved.',
    ...(hub.registerAgeS === null ? [] : [{ value: hub.registerAgeS }]),
  ),
  gauge('snapshot_trouble', 'Whether what a start resumes from cannot be saved.', {
    value: Number(hub.snapshot.trouble !== null),
  }),
  gauge('streams', 'Open live pages and event streams.', { value: streams }),
  counter('beats', 'Messages of vessels acknowledged.', { value: hub.beats }),
]

function fleetMetrics({ at, counts, vessels }: Fleet): readonly Metric[] {
  const components = vessels.flatMap((vessel) =>
    vessel.components.map((component) => ({ component, labels: { vessel: vessel.id, component: component.id } })),
  )
  return [
    gauge('vessels', 'Vessels by state.', ...STATES.map((state) => ({ labels: { state }, value: counts[state] }))),
    gauge(
      'vessel_last_heard_seconds',
      'Since the vessel was last heard.',
      ...vessels.flatMap(({ id, lastHeard }) =>
        lastHeard === null ? [] : [{ labels: { vessel: id }, value: secondsOf(at) - secondsOf(lastHeard) }],
      ),
    ),
    gauge(
      'component_uptime_percent',
      'Uptime over 24 hours, best knowledge.',
      ...components.flatMap(({ component, labels }) =>
        component.uptime24h === null ? [] : [{ labels, value: component.uptime24h }],
      ),
    ),
    gauge(
      'component_downtime_seconds',
      'Age of the spell of not being up; 0 when there is none.',
      ...components.map(({ component, labels }) => ({ labels, value: component.downtimeS ?? 0 })),
    ),
    gauge(
      'component_sla_missed',
      'Whether the component is below its SLA.',
      ...components.map(({ component, labels }) => ({ labels, value: Number(component.sla === 'missed') })),
    ),
  ]
}

const linkMetrics = ({ payloadFaults, strangersRefused, traffic }: HubFigures): readonly Metric[] => [
  counter(
    'payload_faults',
    'Messages of vessels that could not be taken.',
    ...payloadFaults.map(({ vessel, kind, count }) => ({ labels: { vessel, kind }, value: count })),
  ),
  counter(
    'strangers_refused',
    'Connections turned away before they showed who they are.',
    ...strangersRefused.map(({ kind, count }) => ({ labels: { kind }, value: count })),
  ),
  counter(
    'link_bytes',
    'Raw bytes on the sockets of vessels, TLS included.',
    ...traffic.flatMap(({ vessel, up, down }) => [
      { labels: { vessel, direction: 'up' }, value: up },
      { labels: { vessel, direction: 'down' }, value: down },
    ]),
  ),
]
