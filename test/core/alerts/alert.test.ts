import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentFinding } from '../../../hub/core/alerts/findings/silent.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { DOWN, NO_SAMPLES, UP } from '../../../shared/model.ts'
import { DEFAULT_SLA } from '../../../shared/sla.ts'
import { OPEN } from '../../../shared/time.ts'
import { AURORA, SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, news, states, T, up } from '../given-vessel.ts'

test('down for longer than `for` opens one alert; up for resolveAfter closes it', () => {
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .told(T + HOUR, up(SERVER, T + HOUR))
    .told(T + 2 * HOUR)
  assert.deepEqual(news(story), [
    'server began 0:00 (measured)',
    'down server opened 0:15',
    'ended 1:00 (recovered)',
    'alert resolved (recovered)',
  ])
})

test('one good ping does not start the age again', () => {
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .told(T + 10 * MIN, states(SERVER, [T + 9 * MIN, UP], [T + 9 * MIN + 20, DOWN]))
    .beats(T + HOUR)
  assert.deepEqual(news(story), ['server began 0:00 (measured)', 'down server opened 0:15'])
})

test('a short recovery opens no alert while it lasts, and is no end', () => {
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .told(T + 10 * MIN, up(SERVER, T + 9 * MIN))
    .told(T + 20 * MIN)
    .told(T + 40 * MIN)
  assert.deepEqual(news(story), ['server began 0:00 (measured)', 'ended 0:09 (recovered)'])
})

test('silence begins one incident of the vessel, none of components, and alarms after alertAfter', () => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 3 * HOUR)
  assert.deepEqual(news(story), ['vessel began 0:00 (silent)', 'silent vessel opened 1:00'])
})

test('a hub that was away calls nobody before it has listened for silentAfter again', () => {
  const { vessel } = given().silent(T, T + 15 * MIN)
  const back = T + 9 * HOUR
  const spells = [
    { from: T - HOUR, to: T + 55 * MIN, state: true },
    { from: back, to: OPEN, state: true },
  ] as const
  const around = { id: AURORA, policy: DEFAULT_POLICY, massSilences: [], groupExcuses: [] }
  const foundAt = (now: number) =>
    silentFinding(vessel, { ...around, listening: { since: back, spells }, now, watermark: T, lastHeard: T })
  assert.equal(foundAt(back + 5 * MIN).turnsAt, back + 15 * MIN)
  assert.deepEqual(
    [back + 15 * MIN - 1, back + 15 * MIN].map((now) => foundAt(now).says.kind),
    ['between', 'alarm'],
  )
})

test('up all along while it was silent: closed as link only', () => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 3 * HOUR)
    .heard(T + 3 * HOUR)
    .settled(T + 3 * HOUR + MIN)
  assert.deepEqual(news(story).slice(2), ['ended 3:00 (link-only)', 'alert resolved (link-only)'])
})

test('what was down behind a silence goes on with its true start', () => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 3 * HOUR)
    .heard(T + 3 * HOUR)
    .settled(T + 3 * HOUR + MIN, down(SERVER, T + HOUR))
  assert.deepEqual(news(story).slice(2), [
    'server began 1:00 (inherited)',
    'ended 3:00 (told)',
    'alert resolved (told)',
    'down server opened 3:01',
  ])
})

test('an outage that began and ended within the silence is history with its true times, and pages nobody', () => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 5 * HOUR)
    .heard(T + 5 * HOUR)
    .settled(T + 5 * HOUR + MIN, states(SERVER, [T + HOUR, DOWN], [T + 3 * HOUR, UP]))
  assert.deepEqual(news(story).slice(2), [
    'server began 1:00 (late)',
    'ended 3:00 (recovered)',
    'ended 5:00 (told)',
    'alert resolved (told)',
  ])
})

test('an incident open when the silence begins goes on, and its alert is held under the silence', () => {
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .silent(T + HOUR, T + HOUR + 15 * MIN)
    .passes(T + 5 * HOUR)
    .heard(T + 5 * HOUR)
    .settled(T + 5 * HOUR + MIN)
  assert.deepEqual(news(story), [
    'server began 0:00 (measured)',
    'down server opened 0:15',
    'vessel began 1:00 (silent)',
    'alert held (silent)',
    'silent vessel opened 2:00',
    'ended 5:00 (told)',
    'alert resolved (told)',
    'alert released (silent)',
  ])
})

test('a vessel that is just telling its truth raises nothing new', () => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .heard(T + 5 * HOUR)
    .toldUntil(T + 5 * HOUR + MIN, T + 2 * HOUR, down(SERVER, T + HOUR))
  assert.deepEqual(news(story), ['vessel began 0:00 (silent)', 'server began 1:00 (measured)'])
})

test('what depends on something that is down is held under it, and released when that is up again', () => {
  const story = given({ dependsOn: new Map([[ACCESS, [SERVER]]]) }, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T), down(ACCESS, T))
    .beats(T + HOUR)
    .told(T + HOUR, up(SERVER, T + HOUR))
    .told(T + 2 * HOUR)
  assert.deepEqual(news(story), [
    'server began 0:00 (measured)',
    'access-point began 0:00 (measured)',
    'down server opened 0:15',
    'down access-point opened 0:15, held (depends-on)',
    'ended 1:00 (recovered)',
    'alert resolved (recovered)',
    'alert released (depends-on)',
  ])
})

test('severity rises with age and never falls', () => {
  const story = given({ ticketAfterS: 90 * 24 * HOUR })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 80 * HOUR)
  assert.deepEqual(news(story), ['server began 0:00 (measured)', 'down server opened 0:15', 'alert graver critical'])
})

test('truth that comes late amends the past: an incident that never was closes its alert', () => {
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .told(T + HOUR, states(SERVER, [T, UP]))
  assert.deepEqual(news(story).slice(2), ['ended 0:00 (never-was)', 'alert resolved (never-was)'])
})

const SLA = { sla: DEFAULT_SLA }

test('the sliding figure opens an alert under the target, in silence at the very second, and closes a step above it', () => {
  const silence = given(SLA).silent(T, T + 15 * MIN)
  // 5 % of 24 h are 72 minutes; at exactly 95 % the SLA is met.
  const before = silence.passes(T + 72 * MIN)
  assert.ok(!news(before).some((one) => one.startsWith('sla')))
  assert.equal(news(silence.passes(T + 72 * MIN + 1)).at(-1), 'sla server opened 1:12, held (silent)')

  const story = given(SLA)
    .told(T + MIN, down(SERVER, T))
    .beats(T + 80 * MIN)
    .told(T + 80 * MIN, up(SERVER, T + 80 * MIN))
  const slid = (minutes: number) =>
    news(story.beats(T + 24 * HOUR + minutes * MIN)).filter((one) => /sla|met/.test(one))
  assert.deepEqual(slid(10), ['sla server opened 1:16'], 'above the target, not yet a step above it')
  assert.deepEqual(slid(25), ['sla server opened 1:16', 'alert resolved (met)'])
})

test('no-data is raised when nothing is known for an hour while the vessel is heard, and closes when samples come steadily', () => {
  const story = given()
    .told(T + MIN, states(SERVER, [T, NO_SAMPLES]))
    .beats(T + 2 * HOUR)
    .told(T + 2 * HOUR, up(SERVER, T + 2 * HOUR))
    .beats(T + 3 * HOUR)
  assert.deepEqual(news(story), ['no-data server opened 1:00', 'alert resolved (measured)'])
})

test('many turns within the hour are one mark, which goes when it has been steady for as long', () => {
  const turns = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => [T + 20 * MIN + at * MIN, at % 2 === 0 ? UP : DOWN] as const)
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .beats(T + 29 * MIN)
    .told(T + 29 * MIN, states(SERVER, ...turns, [T + 28 * MIN + 30, DOWN]))
    .beats(T + 3 * HOUR)
  assert.deepEqual(news(story), [
    'server began 0:00 (measured)',
    'down server opened 0:15',
    'alert flapping',
    'alert steady',
  ])
})
