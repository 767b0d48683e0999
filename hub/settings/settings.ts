import * as v from 'valibot'
import { isLoopback, listenAddress } from '../../shared/address.ts'
import { duration } from '../../shared/duration.ts'
import { linkProblem } from '../../shared/link-template.ts'
import { accountEntries, accountExample } from './accounts.ts'
import { httpSettings, isWebAddress } from './http.ts'
import { jiraExample, jiraSettings } from './jira.ts'
import { notifyExample, notifySettings } from './notify.ts'
import { policyEntries, policyProblems } from './policy-entries.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))
const percent = v.pipe(v.number(), v.minValue(0, 'must be at least 0'), v.maxValue(100, 'must be at most 100'))

const override = v.pipe(
  v.strictObject({
    group: v.optional(text),
    vessel: v.optional(text),
    component: v.optional(text),
    target: percent,
  }),
  v.check(
    ({ group, vessel, component }) => group !== undefined || vessel !== undefined || component !== undefined,
    'must name a group, vessel or component',
  ),
)

const tls = v.strictObject({ certFile: text, keyFile: text })

const sla = v.strictObject({
  target: v.optional(percent, 95),
  window: v.optional(duration(3600), '24h'),
  minCoverage: v.optional(percent, 75),
  overrides: v.optional(v.array(override), []),
})

const linkTemplate = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? linkProblem(dataset.value) : null
    if (problem !== null) addIssue({ message: problem })
  }),
)

/** hub.yaml. Every key has a default but `dataDir`. */
export const hubSettings = v.pipe(
  v.strictObject({
    http: v.optional(httpSettings, {}),
    mqtt: v.optional(
      v.strictObject({
        listen: v.optional(listenAddress, '0.0.0.0:8883'),
        /** Names and addresses that agents dial; they stand in the hub's own certificate. */
        names: v.optional(v.pipe(v.array(text), v.minLength(1, 'must have at least one name')), [
          'localhost',
          '127.0.0.1',
        ]),
        tls: v.optional(tls),
        keyExchange: v.optional(v.picklist(['x25519', 'hybrid']), 'x25519'),
        /** Plain MQTT, on loopback only. */
        plain: v.optional(v.boolean(), false),
      }),
      {},
    ),
    log: v.optional(v.picklist(['sqlite']), 'sqlite'),
    dataDir: text,
    sla: v.optional(sla, {}),
    silentAfter: v.optional(duration(10), '15m'),
    ...policyEntries,
    ...accountEntries,
    /** Somebody outside who raises the alarm when the hub does not call any more. */
    watchdog: v.optional(
      v.strictObject({
        url: v.pipe(v.string(), v.check(isWebAddress, 'must be the http or https address that is to be called')),
        every: v.optional(duration(60), '5m'),
      }),
    ),
    /** Whom to tell; without it people have to look. */
    notify: v.optional(notifySettings),
    /** Where a vessel's page leads for its dashboards; `{vessel}`, `{name}`, `{imo}` and `{group}` stand for its own. */
    grafana: v.optional(linkTemplate),
    /** Where approved tickets go; without it they wait. */
    jira: v.optional(jiraSettings),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { plain, listen } = dataset.value.mqtt
    if (plain && !isLoopback(listen.host)) {
      addIssue({ message: `mqtt.plain goes on loopback only: listen on 127.0.0.1, or leave plain out` })
    }
    for (const message of policyProblems(dataset.value)) addIssue({ message })
  }),
)

export type HubSettings = v.InferOutput<typeof hubSettings>

export const hubExample = `
http:
  listen: 127.0.0.1:8080
  publicUrl: https://watch.example.com
  tls: { certFile: /etc/watchkeeper/web-cert.pem, keyFile: /etc/watchkeeper/web-key.pem }
  trustedProxies: [10.0.0.7]
mqtt:
  listen: 0.0.0.0:8883
  names: [hub.example.com]
  tls: { certFile: /etc/watchkeeper/cert.pem, keyFile: /etc/watchkeeper/key.pem }
  keyExchange: x25519
  plain: false
log: sqlite
dataDir: /var/lib/watchkeeper
sla:
  target: 95
  window: 24h
  minCoverage: 75
  overrides: [{ group: coastal, target: 90 }]
silentAfter: 15m
ticketAfter: 3d
reports: { zone: Europe/Oslo }
incident: { resolveAfter: 30m, togetherWithin: 10m }
alerts:
  down: { for: 15m }
  silent: { alertAfter: 1h }
  sla: { closeAbove: 1 }
  noData: { for: 1h }
  flapping: { transitions: 6, within: 1h }
  massSilence: { share: 30, within: 15m }
proposals:
  per: vessel
  remindAfter: 4h
  escalateAfter: 1d
  expireAfter: 30d
  raiseAgainAfter: 7d
  chronic: { missed: 3, ofDays: 7 }
tickets: { reopenWithin: 7d }
severity: [{ kind: down, severity: medium }, { kind: down, component: server, after: 1d, gone: 50, severity: high }]
components: { access-point: { name: Access point, dependsOn: [server] } }
grafana: https://grafana.example.com/d/vessel?var-vessel={vessel}
watchdog: { url: https://hc-ping.com/5f0c1e7e-0000-4000-8000-000000000000, every: 5m }
${accountExample}${notifyExample}${jiraExample}`
