import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RequestFault } from '../../../deploy/demo/jira/faults.ts'
import { newState, OPS } from '../../../deploy/demo/jira/state.ts'
import type { Asked } from '../../../hub/ports/tracker.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { ASSET, givenJira, LABEL, mapping, order, SITE, T } from './given-jira.ts'

const given = (options = {}) => givenJira(virtualClock(T * 1000), options)

test('the labels that are configured stand beside those of the hub', async () => {
  const { tracker, jira } = given({ mapping: { ...mapping, labels: ['fleet'] } })
  await tracker.create(order)
  assert.deepEqual(jira.state.issues.get(10_000)?.fields.labels, ['watchkeeper', ASSET, LABEL, 'fleet'])
})

test('an issue is made with its labels, its proof and the approved text in one request', async () => {
  const { jira, tracker, requests } = given()
  const made = await tracker.create(order)
  assert.deepEqual(made, { kind: 'ok', value: { id: '10000', key: 'OPS-1', url: `${SITE}/browse/OPS-1` } })
  const issue = jira.state.issues.get(10_000)
  assert.deepEqual(issue?.fields.labels, ['watchkeeper', ASSET, LABEL])
  assert.deepEqual(issue?.properties.get('watchkeeper'), { label: LABEL, attempt: 1 })
  assert.deepEqual(issue?.fields.priority, { id: '2' })
  assert.match(JSON.stringify(issue?.fields.description), /answers no ping/)
  assert.equal(requests.length, 1)
})

test('a summary too long is cut between characters, a description is cut, and neither can carry markup', async () => {
  const { jira, tracker } = given()
  const draft = {
    ...order.draft,
    summary: '🚢'.repeat(300),
    blocks: [{ kind: 'text', text: '<b>é</b>'.repeat(9_000) }],
  } as const
  const summary = '🚢'.repeat(120)
  assert.equal((await tracker.create({ ...order, draft: { ...draft, summary } })).kind, 'ok')
  assert.equal(jira.state.issues.get(10_000)?.fields.summary, summary)
  assert.equal((await tracker.create({ ...order, draft })).kind, 'ok')
  assert.match(String(jira.state.issues.get(10_001)?.fields.summary), /^(🚢){127}…$/u)
})

test('what JIRA refuses comes back by field, and nothing was made', async () => {
  const { jira, tracker } = given({ mapping: { ...mapping, priorities: { high: '99' }, assignee: 'nobody' } })
  const asked = await tracker.create(order)
  assert.equal(asked.kind, 'refused')
  assert.deepEqual(asked.kind === 'refused' ? Object.keys(asked.problems).sort() : [], ['assignee', 'priority'])
  assert.equal(jira.state.issues.size, 0)
})

test('an optional field is left out when told so, another is not', async () => {
  const { jira, tracker } = given({ mapping: { ...mapping, assignee: 'nobody' } })
  assert.equal((await tracker.create({ ...order, without: ['assignee', 'summary'] })).kind, 'ok')
  assert.equal(jira.state.issues.get(10_000)?.fields.assignee, undefined)
})

const failures: readonly (readonly [RequestFault, Asked<unknown>['kind'], made: number])[] = [
  ['too-many', 'retry-later', 0],
  ['busy', 'unknown', 0],
  ['fails-after', 'unknown', 1],
  ['drops-before', 'unknown', 0],
  ['drops-after', 'unknown', 1],
  ['silent-after', 'unknown', 1],
  ['cut-off', 'unknown', 1],
  ['page', 'unknown', 0],
  ['redirect', 'unknown', 0],
]
for (const [fault, kind, made] of failures) {
  test(`a create that meets "${fault}" is ${kind}, and is asked once`, async () => {
    const clock = virtualClock(T * 1000)
    const { jira, tracker } = givenJira(clock)
    // The library comes in real time.
    await tracker.probe()
    jira.turn({ shares: { [fault]: 1 } })
    const asking = tracker.create(order)
    await clock.advance(21_000)
    assert.equal((await asking).kind, kind)
    assert.equal(jira.state.issues.size, made)
  })
}

test('no connection is no request', async () => {
  const { jira, tracker } = given()
  jira.set({ away: true })
  assert.equal((await tracker.create(order)).kind, 'not-sent')
})

test('a token that is not good, or a permission that was taken, lets nobody in: an empty search is not believed', async () => {
  assert.equal((await given({ token: 'old' }).tracker.create(order)).kind, 'unauthorized')
  const { jira, tracker } = given()
  await tracker.create(order)
  jira.set({ mayBrowse: false })
  assert.notEqual((await tracker.find(LABEL, [])).kind, 'ok')
  assert.notEqual((await tracker.probe()).kind, 'ok')
})

test('a project that is not shown any more is no fault of the ticket', async () => {
  const { jira, tracker } = given()
  jira.set({ mayBrowse: false })
  const asked = await tracker.create(order)
  assert.equal(asked.kind, 'unauthorized')
  assert.match(asked.kind === 'unauthorized' ? asked.words : '', /does not show the project OPS/)
})

test('an issue is found by its label once the search has caught up, and at once by its id', async () => {
  const clock = virtualClock(T * 1000)
  const { jira, tracker } = givenJira(clock)
  jira.turn({ lagMs: 60_000 })
  await tracker.create(order)
  assert.deepEqual(await tracker.find(LABEL, []), { kind: 'ok', value: [] })
  const fetched = await tracker.fetch(['10000', '4711'])
  assert.ok(fetched.kind === 'ok')
  assert.deepEqual(
    fetched.value.issues.map(({ key, status }) => [key, status]),
    [['OPS-1', 'new']],
  )
  assert.deepEqual(fetched.value.missing, ['4711'])
  await clock.advance(60_000)
  const found = await tracker.find(LABEL, [])
  assert.deepEqual(found.kind === 'ok' ? found.value.map(({ id }) => id) : found, ['10000'])
})

test('a moved issue is found by its label, and by its id under its new key', async () => {
  const { jira, tracker } = given()
  await tracker.create(order)
  jira.change(10_000, (issue) => {
    issue.key = 'NET-7'
    issue.project = 'NET'
  })
  const found = await tracker.find(LABEL, [])
  assert.deepEqual(found.kind === 'ok' ? found.value.map(({ key }) => key) : found, ['NET-7'])
})

test('a comment is written once, however often it is asked for', async () => {
  const { jira, tracker } = given()
  await tracker.create(order)
  for (let times = 0; times < 2; times++)
    assert.equal((await tracker.comment('10000', 'wk-c-1', [{ kind: 'text', text: 'Up again.' }])).kind, 'ok')
  assert.equal(jira.state.issues.get(10_000)?.comments.length, 1)
})

test('a transition goes by the category of the status, is nothing when it is there, and is refused without a way', async () => {
  const { jira, tracker } = given()
  await tracker.create(order)
  assert.equal((await tracker.transition('10000', 'done')).kind, 'ok')
  assert.equal(jira.state.issues.get(10_000)?.resolution, 'Done')
  assert.equal((await tracker.transition('10000', 'done')).kind, 'ok')
  assert.equal((await tracker.transition('10000', 'in-progress')).kind, 'refused')
  assert.equal((await tracker.transition('10000', 'new')).kind, 'ok')
})

test('duplicates are linked once; a label is put back beside those that people gave', async () => {
  const { jira, tracker } = given()
  await tracker.create(order)
  await tracker.create(order)
  const ref = (id: string) => ({ id, key: `OPS-${id}`, url: '' })
  for (let times = 0; times < 2; times++) assert.equal((await tracker.link(ref('10001'), ref('10000'))).kind, 'ok')
  assert.equal(jira.state.issues.get(10_000)?.links.length, 1)
  jira.change(10_000, (issue) => {
    issue.fields = { ...issue.fields, labels: ['theirs'] }
  })
  assert.equal((await tracker.label('10000', [LABEL])).kind, 'ok')
  assert.deepEqual(jira.state.issues.get(10_000)?.fields.labels, ['theirs', LABEL])
})

test('an id that is none never reaches a path', async () => {
  const { tracker, requests } = given()
  await assert.rejects(tracker.transition('OPS-1/../../../2/serverInfo?x=', 'done'), RangeError)
  assert.equal(requests.length, 0)
})

test('the preflight says what of the mapping does not fit the project', async () => {
  const good = await given({ expires: T + 90 * 86_400 }).tracker.preflight()
  assert.deepEqual(
    good.filter(({ standing }) => standing !== 'good'),
    [],
  )
  const wrong = { ...mapping, priorities: { high: '99' }, fields: { customfield_1: 'x' } }
  const bad = await given({ mapping: wrong, expires: T + 6 * 86_400 }).tracker.preflight()
  assert.deepEqual(
    bad.filter(({ standing }) => standing !== 'good').map(({ what, words }) => `${what}: ${words}`),
    [
      'token expiry: in 6 days, on 2026-11-30',
      'field priority: Priority does not know 99',
      'field customfield_1: is not on the screen that creates issues',
    ],
  )
})

test('an issue leads back to our page, by one link however often it is asked for', async () => {
  const { jira, tracker } = given()
  await tracker.create(order)
  for (const title of ['MV Aurora', 'MV Aurora II'])
    assert.equal(
      (
        await tracker.remember('10000', {
          id: 'watchkeeper:1',
          href: 'https://watch.example.com/vessels/mv-aurora',
          title,
        })
      ).kind,
      'ok',
    )
  assert.deepEqual(
    jira.state.issues.get(10_000)?.remotes.map(({ object }) => object),
    [{ url: 'https://watch.example.com/vessels/mv-aurora', title: 'MV Aurora II' }],
  )
})

test('open issues of the same vessel or component are found by label and by words, few and the newest first', async () => {
  const { jira, tracker } = given()
  for (let made = 0; made < 12; made++) await tracker.create({ ...order, label: `${LABEL}${made}` })
  await tracker.create({
    ...order,
    assets: ['wk-a-other'],
    draft: { ...order.draft, summary: 'Wifi of MV Aurora (mess) is slow' },
  })
  await tracker.create({ ...order, assets: ['wk-a-other'], draft: { ...order.draft, summary: 'MV Borealis' } })
  jira.change(10_011, (issue) => {
    issue.status = '10002'
  })
  const found = await tracker.similar([ASSET], 'MV Aurora')
  assert.ok(found.kind === 'ok')
  assert.deepEqual(
    found.value.map(({ id }) => id),
    ['10012', '10010', '10009', '10008', '10007', '10006', '10005', '10004', '10003', '10002'],
  )
  assert.deepEqual(await tracker.similar([], '"(*'), { kind: 'ok', value: [] })
})

test('an empty search says nothing while what is there is not found either', async () => {
  const clock = virtualClock(T * 1000)
  const { jira, tracker } = givenJira(clock)
  await tracker.create(order)
  assert.deepEqual(await tracker.find('wk-e-other', [LABEL]), { kind: 'ok', value: [] })
  jira.turn({ lagMs: 3_600_000 })
  jira.change(10_000, (issue) => {
    issue.index.length = 0
  })
  assert.equal((await tracker.find('wk-e-other', [LABEL])).kind, 'unknown')
})

const fieldFaults: readonly (readonly [string, Readonly<Record<string, unknown>>, string | null])[] = [
  ['a text', { customfield_10050: 'MV Aurora' }, null],
  ['a number where a text is taken', { customfield_10050: 7 }, 'Vessel takes a text'],
  ['an option by its id', { customfield_10060: { id: '10301' } }, null],
  ['an option by its value', { customfield_10060: { value: 'Piraeus' } }, null],
  ['an option that there is not', { customfield_10060: { value: 'Antwerp' } }, 'Office does not know Antwerp'],
  [
    'a text where an option is taken',
    { customfield_10060: 'Piraeus' },
    'Office takes one of a list: give { id: … } or { value: … }',
  ],
]
for (const [what, fields, fault] of fieldFaults) {
  test(`the preflight says of ${what} ${fault === null ? 'nothing' : 'what is wrong'}, and JIRA agrees`, async () => {
    const { tracker } = given({ mapping: { ...mapping, fields }, expires: T + 90 * 86_400 })
    const bad = (await tracker.preflight()).filter(({ standing }) => standing !== 'good')
    assert.deepEqual(
      bad.map(({ words }) => words),
      fault === null ? [] : [fault],
    )
    assert.equal((await tracker.create(order)).kind, fault === null ? 'ok' : 'refused')
  })
}

test('a project with more fields than a page holds is read whole', async () => {
  const many = Array.from({ length: 120 }, (_, at) => ({
    fieldId: `customfield_2${at}`,
    name: `Field ${at}`,
    required: at === 119,
    kind: 'string' as const,
  }))
  const { tracker } = given({
    state: newState([{ ...OPS, fields: [...OPS.fields, ...many] }]),
    expires: T + 90 * 86_400,
  })
  const bad = (await tracker.preflight()).filter(({ standing }) => standing !== 'good')
  assert.deepEqual(
    bad.map(({ words }) => words),
    ['Field 119 is required: give it under jira.fields'],
  )
})
