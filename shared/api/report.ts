import * as v from 'valibot'
import { by, category, count, described, instant, named, share, slug, verdict } from './schema.ts'
import { ticket } from './ticket.ts'

const account = v.strictObject({
  uptime: described(share, 'best knowledge: up / (up + down)'),
  coverage: described(share, '(up + down) / counted time'),
  lowest: described(share, 'with all that is unknown taken as down'),
  highest: described(share, 'with all that is unknown taken as up'),
  upS: count,
  downS: count,
  silentS: described(count, 'the part of `downS` that is silence'),
  unknownS: count,
  excusedS: count,
  outOfServiceS: count,
  outages: described(count, 'spells of not being up'),
  longestOutageS: count,
  slaTarget: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  sla: verdict,
  reason: described(
    v.nullable(v.string()),
    'why the verdict is undetermined; `unheard`: the vessel was not heard up to the end of the period',
  ),
})

const compared = described(
  v.strictObject({
    uptime: described(share, 'of the period before'),
    points: described(v.nullable(v.number()), 'uptime of this period less that of the one before'),
    reason: described(
      v.nullable(v.picklist(['not-kept', 'not-in-service', 'excused', 'not-measured'])),
      'why there is none to compare with; `not-kept`: it is not known any more, or was not frozen with the report',
    ),
  }),
  'against the period before, `before.label`',
)

const verdicts = described(v.strictObject({ met: count, missed: count, undetermined: count }), 'of the vessels')

const groupLine = v.strictObject({
  group: v.string(),
  vessels: count,
  verdicts,
  ...account.entries,
  before: compared,
})

/** What was promised and what was kept over a month, a quarter or a year. */
export const report = v.strictObject({
  at: instant,
  period: v.strictObject({
    label: described(v.string(), '`2026-10`, `2026-Q4` or `2026`'),
    kind: v.picklist(['month', 'quarter', 'year']),
    zone: described(v.string(), 'on whose calendar'),
    from: instant,
    to: instant,
  }),
  scope: v.variant('kind', [
    v.strictObject({ kind: v.literal('fleet') }),
    v.strictObject({ kind: v.literal('group'), group: v.string() }),
    v.strictObject({ kind: v.literal('vessel'), ...named.entries }),
  ]),
  status: described(
    v.picklist(['running', 'provisional', 'final', 'frozen']),
    '`running`: the period is not over; `provisional`: some vessels have not told all of it; `frozen`: somebody put his name to it',
  ),
  waitingFor: described(v.array(named), 'those that have not told all of the period'),
  frozen: v.nullable(v.strictObject({ at: instant, by })),
  total: described(account, 'of all vessels together, in vessel-seconds'),
  verdicts,
  before: v.strictObject({ label: v.string(), total: v.nullable(account) }),
  groups: described(
    v.array(groupLine),
    'of the fleet: all time of the vessels of a group together, in the order of their names; empty in other reports',
  ),
  vessels: v.array(
    v.strictObject({
      ...named.entries,
      group: v.nullable(v.string()),
      ...account.entries,
      before: compared,
      components: v.array(v.strictObject({ ...named.entries, ...account.entries })),
    }),
  ),
  worst: described(
    v.array(v.strictObject({ vessel: named, component: named, uptime: v.number(), downS: count, outages: count })),
    'components that were down longest, at most ten',
  ),
  excuses: v.array(v.strictObject({ vessel: named, category, reason: v.string(), excusedS: count })),
  tickets: described(
    v.array(
      v.pick(ticket, [
        'id',
        'vessel',
        'components',
        'severity',
        'summary',
        'stage',
        'key',
        'url',
        'wantedAt',
        'closed',
      ]),
    ),
    'that were open in the period, as they stand now; the newest first, at most a thousand',
  ),
  restatements: described(
    v.array(v.strictObject({ vessel: named, component: v.nullable(named), before: account, after: account })),
    'what is known otherwise now than when the report was frozen',
  ),
})

/** Which reports there are, and which of them are frozen. */
export const reports = v.strictObject({
  at: instant,
  zone: v.string(),
  periods: v.array(
    v.strictObject({
      label: v.string(),
      kind: v.picklist(['month', 'quarter', 'year']),
      over: v.boolean(),
      frozenAt: v.nullable(instant),
    }),
  ),
  groups: v.array(v.string()),
  vessels: v.array(v.strictObject({ id: slug, name: v.string() })),
})

export type Account = v.InferOutput<typeof account>
export type Compared = v.InferOutput<typeof compared>
export type Report = v.InferOutput<typeof report>
export type Reports = v.InferOutput<typeof reports>
