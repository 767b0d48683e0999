import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SourceFault } from '../../agent/core/source-fault.ts'
import type { JournalLoss, LinkLoss } from '../../agent/ports.ts'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { createStanding } from '../../agent/standing.ts'
import type { Confirmed } from '../../agent/tell.ts'
import { Fault } from '../../shared/fault.ts'
import { start } from '../../shared/link/agent.ts'
import type { AgentState } from '../../shared/link/agent-state.ts'
import { UP } from '../../shared/model.ts'
import { parseSettings } from '../../shared/runtime/settings.ts'
import { dayOf, iso, OPEN, type Seconds } from '../../shared/time.ts'
import { componentId, START } from './journals.ts'

const lost = (message: string): LinkLoss => ({ kind: 'no-answer', hub: 'hub.example.com:8883', message })

const NOW: Seconds = START + 7200

const TRAFFIC = [
  { day: dayOf(NOW), up: 7, down: 8 },
  { day: dayOf(NOW) - 1, up: 90, down: 90 },
]

function givenStanding(losses: readonly JournalLoss[] = [], yaml = agentExample) {
  const settings = parseSettings('agent.yaml', yaml, agentSettings, agentExample)
  assert.ok(settings.ok)
  const clock = { now: () => NOW * 1000, monotonic: () => 0, after: () => () => {} }
  const standing = createStanding({
    settings: settings.settings,
    version: '0.1.0',
    losses,
    traffic: () => TRAFFIC,
    clock,
  })
  const view = (told: Partial<AgentState> = {}, disk: Fault | null = null, confirmed: Confirmed | null = null) =>
    standing.view({ state: () => ({ ...state, ...told }), diskTrouble: () => disk, confirmed: () => confirmed })
  return { standing, view }
}

const state = start(
  {
    journal: {
      instance: 1,
      boots: 1,
      components: [
        { id: componentId('server'), removed: false, timeline: [{ from: START, to: OPEN, state: UP }] },
        { id: componentId('access-point'), removed: false, timeline: [{ from: START, to: OPEN, state: UP }] },
      ],
      to: NOW - 10,
      ring: [{ runningS: 0, to: NOW - 10 }],
    },
    configured: [],
    about: { version: '0.1.0', revision: 0, refused: null },
    options: { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 },
    random: 1,
  },
  { now: NOW, runningS: 0 },
)

test('names and their order are as configured; a component without one goes by its id, as a person would write it', () => {
  assert.deepEqual(
    givenStanding()
      .view()
      .components.map(({ name }) => name),
    ['Access point', 'Server'],
  )
})

test('a ship without a name goes by its id', () => {
  const { vessel, name } = givenStanding().view()
  assert.deepEqual([vessel, name], ['mv-aurora', 'MV Aurora'])
  assert.equal(givenStanding([], agentExample.replace(/^name: .*$/m, '')).view().name, 'mv-aurora')
})

test('what waits to be sent is not known before shore was asked, then what it lacks, then nothing', () => {
  const { standing, view } = givenStanding()
  standing.connected()
  assert.equal(view({ told: null }).shore.waiting, 'not known')
  assert.deepEqual(view({ told: NOW - 100, low: OPEN }).shore.waiting, { since: iso(NOW - 100) })
  assert.deepEqual(view({ told: OPEN, low: NOW - 50 }).shore.waiting, { since: iso(NOW - 50) })
  assert.equal(view({ told: OPEN, low: OPEN }).shore.waiting, 'nothing')
})

test('without a link that all is as it was waits to be told too', () => {
  const { standing, view } = givenStanding()
  standing.connected()
  standing.disconnected(lost('the line is dead'))
  const { shore } = view({ told: OPEN, low: OPEN }, null, { at: NOW - 400, until: NOW - 405 })
  assert.deepEqual(shore.waiting, { since: iso(NOW - 405) })
  assert.deepEqual(shore.because, lost('the line is dead'))
  assert.equal(shore.lastContact, iso(NOW - 400))
  assert.equal(view({ told: OPEN, low: OPEN }).shore.waiting, 'not known')
})

test('a link that comes and goes is not connected since it was last there, for the newest reason', () => {
  const { standing, view } = givenStanding()
  assert.equal(view().shore.connected, false)
  standing.connected()
  assert.deepEqual([view().shore.connected, view().shore.because], [true, null])
  standing.disconnected(lost('reset'))
  standing.disconnected(lost('no route'))
  assert.deepEqual([view().shore.connected, view().shore.because], [false, lost('no route')])
})

test('what is wrong is told with what to do: the disk, the clock, the database', () => {
  const { standing, view } = givenStanding([{ kind: 'last-save', message: 'The last save could not be read.' }])
  standing.failed(new SourceFault('refused', 'wait', 'Nothing answers.', { hint: 'Start InfluxDB.' }))
  standing.clockFault(true)
  const disk = new Fault('unavailable', 'The journal cannot be saved.', { hint: 'The disk is full: free some space.' })
  const wrong = view({}, disk)
  assert.deepEqual(
    wrong.troubles.map(({ about, code }) => [about, code]),
    [
      ['journal', 'disk'],
      ['clock', 'clock'],
      ['measurement', 'refused'],
    ],
  )
  assert.match(wrong.troubles[0]?.hint ?? '', /^The disk is full: free some space\. Shore is told all the same/)
  assert.equal(wrong.losses.length, 1)
  standing.read()
  standing.clockFault(false)
  assert.deepEqual(view().troubles, [])
})

test('that shore cannot read what the agent says of itself is told once it is sure', () => {
  const { view } = givenStanding()
  assert.deepEqual(view({ unanswered: 2 }).troubles, [])
  const [trouble, ...others] = view({ unanswered: 3 }).troubles
  assert.deepEqual([trouble?.about, trouble?.code, others], ['shore', 'unanswered', []])
  assert.match(trouble?.message ?? '', /answers nothing: it cannot read it/)
})

test('a clock that differs from that on shore by over half a minute is told, with the way it is wrong', () => {
  const { view } = givenStanding()
  const off = (offsetS: number) => view({ shore: { watermark: null, offsetS, at: NOW } }).troubles.map((t) => t.message)
  assert.deepEqual(off(30), [])
  assert.match(off(95)[0] ?? '', /95 s ahead of the clock on shore/)
  assert.match(off(-95)[0] ?? '', /95 s behind the clock on shore/)
})

test('a finding about one component names it', () => {
  const { standing, view } = givenStanding()
  const fault = new SourceFault('no-points', 'human', 'No points.', { hint: 'Look at Telegraf.' })
  standing.found([{ component: componentId('access-point'), check: 0, fault }])
  assert.deepEqual(view().troubles[0]?.names, ['Access point'])
  assert.equal(view().troubles[0]?.message, 'No points.')
})

test('what is found alike about several components is said once, for all of them', () => {
  const { standing, view } = givenStanding()
  const finding = (component: string, check: number, message: string) => ({
    component: componentId(component),
    check,
    fault: new SourceFault('clock', 'human', message),
  })
  const ahead = 'The clock is 40 s ahead.'
  standing.found([finding('access-point', 0, ahead), finding('access-point', 1, ahead), finding('server', 0, ahead)])
  assert.deepEqual(
    view().troubles.map(({ names, message }) => [names, message]),
    [[['Access point', 'Server'], ahead]],
  )
})

test('what the link has carried today is told, for a byte by satellite costs money', () => {
  assert.deepEqual(givenStanding().view().shore.bytesToday, { up: 7, down: 8 })
})
