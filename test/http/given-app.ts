import type { Role } from '../../hub/core/accounts/permission.ts'
import { type App, type AppOptions, createApp } from '../../hub/http/app.ts'
import { type Clock, systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { fakeAdmin, fakeHost } from '../fakes/admin.ts'
import { type VirtualClock, virtualClock } from '../fakes/clock.ts'
import { fakeGate, SOME_KEY } from '../fakes/gate.ts'
import { historyOf } from '../fakes/history.ts'
import { somePast } from '../fakes/past.ts'
import { fakePeople } from '../fakes/people.ts'
import { fakeReports } from '../fakes/reports.ts'
import { type FakeViews, fakeViews, idOf, NOW } from '../fakes/views.ts'

export type GivenApp = {
  readonly app: App
  readonly views: FakeViews
  readonly clock: VirtualClock
  /** What was asked of who runs the hub. */
  readonly asked: readonly string[]
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** As a form of our own page sends it. */
  post(
    path: string,
    fields: Readonly<Record<string, string>> | URLSearchParams,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
}

/** The hub's HTTP side over a fleet of fakes, without a port, on a clock that the test moves; whoever asks has the role `as`. */
export function givenApp(
  vessels = 66,
  startedAtMs = NOW * 1000,
  as: Role | 'nobody' = 'admin',
  more: Partial<AppOptions> = {},
): GivenApp {
  const views = fakeViews(vessels)
  const clock = virtualClock(startedAtMs)
  const asked: string[] = []
  const gate = fakeGate(as)
  const app = createApp({ ...appOptions(views, clock), gate, admin: fakeAdmin(asked), hosts: [PUBLIC], ...more })
  return {
    app,
    views,
    clock,
    asked,
    get: async (path, headers = {}) =>
      app.fetch(new Request(`http://localhost${path}`, { headers: { Host: 'localhost', ...headers } })),
    post: async (path, fields, headers = {}) =>
      app.fetch(
        new Request(`http://localhost${path}`, {
          method: 'POST',
          body: new URLSearchParams([['form-key', SOME_KEY], ...new URLSearchParams(fields)]),
          headers: { Host: 'localhost', Origin: 'http://localhost', ...headers },
        }),
      ),
  }
}

const PUBLIC = 'watch.example.com'

/** What an app needs, of fakes; whoever asks is an admin. */
export const appOptions = (views: FakeViews, clock: Clock): AppOptions => ({
  views,
  history: historyOf(somePast(idOf(9), idOf(4), NOW), clock),
  act: views.act,
  annotate: views.annotate,
  decide: views.decide,
  decideTicket: views.decideTicket,
  maintain: views.maintain,
  reports: fakeReports(views.count),
  maintainGroup: views.maintainGroup,
  gate: fakeGate('admin'),
  people: fakePeople(clock),
  admin: fakeAdmin(),
  host: fakeHost,
  clock,
  log: quietLog,
  version: '0.0.0-test',
})

/** For tests over a real port. */
export const givenRunnableApp = (views: FakeViews, more: Partial<AppOptions> = {}): App =>
  createApp({ ...appOptions(views, systemClock), ...more })
