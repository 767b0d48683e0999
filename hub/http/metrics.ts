import { Hono } from 'hono'
import type { Fleet } from '../../shared/api/fleet.ts'
import { STATES } from '../../shared/model.ts'
import { secondsOf } from '../../web/format.ts'
import { STANDINGS } from '../ports/tracker.ts'
import { type HubFigures, TARGET_KINDS, type Views } from '../ports/views.ts'

/** `/metrics` in Prometheus' text format. */
export function createMetrics(views: Views, streams: () => number): Hono {
  const metrics = new Hono()
  metrics.get('/metrics', async (c) =>
    c.text(metricsText(await views.fleet(), await views.figures(), views.health().ready, streams()), 200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    }),
  )
  return metrics
}

type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number }
type Metric = {
  readonly name: string
  readonly help: string
  readonly type: 'gauge' | 'counter'
  readonly samples: readonly Sample[]
}

const metricsText = (fleet: Fleet, hub: HubFigures, ready: boolean, streams: number): string =>
  [...hubMetrics(hub, ready, streams), ...dutyMetrics(hub), ...fleetMetrics(fleet), ...linkMetrics(hub)]
    .map(metricText)
    .join('')

const gauge = (name: string, help: string, ...samples: readonly Sample[]): Metric => ({
  name: `watchkeeper_${name}`,
  help,
  type: 'gauge',
  samples,
})
const counter = (name: string, help: string, ...samples: readonly Sample[]): Metric => ({
  ...gauge(`${name}_total`, help, ...samples),
  type: 'counter',
})

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
  gauge('streams', 'Open live pages and event streams.', { value: streams }),
  counter('beats', 'Messages of vessels acknowledged.', { value: hub.beats }),
]

/** What an operator raises an alarm on. */
const dutyMetrics = ({ overdueS, outbox, watchdog }: HubFigures): readonly Metric[] => [
  gauge('deadline_overdue_seconds', 'How late the oldest deadline is that was not seen to.', { value: overdueS }),
  gauge(
    'outbox_age_seconds',
    'How long the oldest errand for JIRA has been waiting.',
    ...(outbox === null ? [] : [{ value: outbox.ageS }]),
  ),
  gauge(
    'jira_state',
    'What JIRA last let be known of itself.',
    ...(outbox === null
      ? []
      : TARGET_KINDS.map((state) => ({ labels: { state }, value: Number(outbox.target.kind === state) }))),
  ),
  gauge(
    'jira_checks',
    'Lines of the checklist of JIRA: those that are wrong, or soon will be, keep tickets from being made.',
    ...(outbox === null
      ? []
      : STANDINGS.map((standing) => ({
          labels: { standing },
          value: outbox.checks.filter((check) => check.standing === standing).length,
        }))),
  ),
  gauge(
    'watchdog_called_seconds',
    'Since the dead-man’s switch took a call.',
    ...(watchdog === null || watchdog.calledAgoS === null ? [] : [{ value: watchdog.calledAgoS }]),
  ),
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

const metricText = ({ name, help, type, samples }: Metric): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`).join('')}`

const labelText = (labels: Sample['labels']): string =>
  labels === undefined
    ? ''
    : `{${Object.entries(labels)
        .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`)
        .join(',')}}`
