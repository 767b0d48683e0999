/**
 * Bugs planted by hand, each as an edit of the real source: the simulation is worth what it finds of them. `seed` is
 * where the search begins: one that is known to catch it, so that the proof stays short.
 */
export type Mutant = {
  readonly name: string
  readonly seed: number
  readonly edits: readonly Edit[]
  /** The simulation that is to catch it. */
  readonly by: 'test/sim/run.ts' | 'test/sim/watch/run.ts'
}

export type Edit = readonly [file: string, find: string, replacement: string]

const agent = 'shared/link/agent.ts'
const answer = 'shared/link/answer.ts'
const changes = 'shared/link/changes.ts'
const hub = 'shared/link/hub.ts'
const journal = 'shared/link/journal.ts'
const reading = 'shared/link/reading.ts'
const copy = 'shared/link/copy.ts'
const shore = 'test/sim/shore.ts'

const of = (name: string, seed: number, ...edits: Edit[]): Mutant => ({ name, seed, edits, by: 'test/sim/run.ts' })

export const MUTANTS: readonly Mutant[] = [
  of('the digest is not compared on a short', 4, [
    hub,
    'const need = compare(claimsOf(copy), components, watermark, message, until)',
    "const need: Ack['need'] = NONE",
  ]),
  of('a full is compared before it is applied', 0, [
    hub,
    'compare(within(timelines, components)',
    'compare(within(copy.timelines, components)',
  ]),
  of('what comes after `until` is not cut', 0, [
    changes,
    'const end = digest === null ? until : OPEN\n  return components',
    'const end = digest === null ? until : until\n  return components',
  ]),
  of('the time before a claim is overwritten', 12, [
    changes,
    'from: Math.max(claim.from, from), to: Math.min(claim.to, end)',
    'from, to: Math.min(claim.to, end)',
  ]),
  of('parts are taken for told when they are sent', 7, [
    agent,
    'seq: sent.message.seq,',
    "seq: sent.message.seq,\n      told: sent.message.kind === 'full' ? sent.message.until : state.told,",
  ]),
  of('the order of components is not part of the session', 66, [
    journal,
    'JSON.stringify(listOf(a)) === JSON.stringify(listOf(b))',
    'JSON.stringify(listOf(a).toSorted((x, y) => (x.id < y.id ? -1 : 1))) === JSON.stringify(listOf(b).toSorted((x, y) => (x.id < y.id ? -1 : 1)))',
  ]),
  of('a summary is applied without its birth', 97, [
    hub,
    'current === null || current.session !== message.session',
    'current === null',
  ]),
  of('an amendment of the past is forgotten', 0, [
    reading,
    'changedAt = Math.min(changedAt, difference)',
    'if (difference >= before) changedAt = Math.min(changedAt, difference)',
  ]),
  of('told is moved past a change that came while the full was out', 111, [
    answer,
    'told: state.low, disagreements: 0',
    'told: OPEN, low: OPEN, disagreements: 0',
  ]),
  of('no append guard with two replicas', 71, [shore, "if (log.length !== expected) return 'conflict'", '']),
  of('the ack goes out before the append', 9, [
    shore,
    'later(chance.next() * 0.5, () => {',
    'if (received.ack) answer(received.ack)\n      later(chance.next() * 0.5, () => {',
  ]),
  of(
    'two sides that can never agree, and nothing that stops them',
    0,
    [hub, 'rootDigest(own) === digest', 'rootDigest(own) === digest + 1'],
    [answer, "message.kind === 'full' && sent.series <= Math.max(from, least)", 'false'],
  ),
  of('digests are compared with those of another day', 0, [
    hub,
    'const own = dayDigests(claims, dayOf(until))',
    'const own = dayDigests(claims, dayOf(watermark ?? until))',
  ]),
  of(
    'what was heard is not stored with the append',
    25,
    [
      copy,
      'return { ...copy, seen, trouble: event.trouble, timelines }',
      'return { ...copy, trouble: event.trouble, timelines }',
    ],
    [shore, '        flush()\n', ''],
  ),
  of('the agent sends before it has saved', 0, [
    agent,
    "effects: [...saved.effects, { kind: 'send', message: sent.message }]",
    "effects: [{ kind: 'send', message: sent.message }, ...saved.effects]",
  ]),
  of('a birth of an older session is accepted', 3, [
    hub,
    'if (!isNewer(message, view)) return',
    "if (message.kind !== 'birth' && !isNewer(message, view)) return",
  ]),
  of('an ack of another number is accepted', 37, [answer, ' || sent.message.seq !== ack.seq', '']),
  of('a PUBACK is taken for an ack', 21, [
    agent,
    'return confirmed({ ...state, pace: { ...pace, unconfirmedSinceS: null } }, last)',
    'return confirmed({ ...state, told: state.low, acknowledged: true, pace: { ...pace, unconfirmedSinceS: null } }, last)',
  ]),
  of('points that come late to the first reading are never seen', 49, [
    reading,
    'if (last === undefined) return [first]',
    'if (last === undefined) return [next]',
  ]),
  of('a claim opens before the database can speak', 7, [
    reading,
    'const from = Math.max(before, speaksFrom)\n',
    'const from = before\n',
  ]),
  of('what the database has lost is claimed all the same', 287, [
    reading,
    'if (speaksFrom <= before - PROVISIONAL_S) return component',
    'if (speaksFrom > 0) return component',
  ]),
  of('what nobody claims any more goes on', 42, [
    changes,
    'const passed = Math.min(watermark ?? -OPEN, until)',
    'const passed = OPEN',
  ]),
  of('an older life is not told of the newer', 17, [
    hub,
    '...nothing, hearing: { ...hearing, proddedAt: context.now }, ack }',
    '...nothing, hearing: { ...hearing, proddedAt: context.now } }',
  ]),
  of('a database that fails leaves the last state standing', 0, [
    reading,
    'from >= now || state === undefined',
    'from > 0 || state === undefined',
  ]),
  of('the watermark moves past what was not told', 62, [
    hub,
    'const moves = contiguous || ',
    'const moves = true || contiguous || ',
  ]),
  of('the digest is trusted for days that it does not cover', 5, [hub, 'return !uncovered && ', 'return ']),
  of('a summary is never cut into parts', 9, ['shared/link/parts.ts', 'if (room < 0 && at > from) return at', '']),
  of('shore forgets days that the digest still covers', 15, [
    copy,
    'const KEPT_S = 36 * DAY_S',
    'const KEPT_S = 33 * DAY_S',
  ]),
  of('the journal forgets what shore does not know', 5, [
    agent,
    'forget(journal, shoreKnows(state) && changedAt === OPEN)',
    'forget(journal, true)',
  ]),
  of('a clock that was ahead leaves its future in the journal', 8, [
    reading,
    'const timeline = cut(component.timeline, now)\n',
    'const timeline = component.timeline\n',
  ]),
]
