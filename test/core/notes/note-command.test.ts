import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { evolveNotes, type Note } from '../../../hub/core/notes/note.ts'
import { decideNote, MOST_NOTES, type NoteCommand } from '../../../hub/core/notes/note-command.ts'

const ADA = { kind: 'user', name: 'ada' } as const
const BOB = { kind: 'user', name: 'bob' } as const
const AT = 1_795_600_000

const decide = (notes: readonly Note[], command: NoteCommand, now = AT) =>
  decideNote({ isVessel: true, notes }, command, now)
const write = (text: string, by: Note['by'] = ADA): NoteCommand => ({ type: 'write-note', text, by })
const written = (...commands: readonly NoteCommand[]): readonly Note[] =>
  commands.reduce<readonly Note[]>(
    (notes, one, at) => decide(notes, one, AT + at).events.reduce(evolveNotes, notes),
    [],
  )

describe('a note', () => {
  test('says who wrote what, and when', () => {
    const { events, answer } = decide([], write('the part is in Bergen'))
    assert.equal(answer, 'done')
    const note = { note: `note-${AT.toString(36)}`, text: 'the part is in Bergen', by: ADA }
    assert.deepEqual(events, [{ type: 'note-written', at: AT, learnedAt: AT, ...note }])
  })

  test('stands before the older ones', () => {
    const notes = written(write('first'), write('second', BOB))
    assert.deepEqual(
      notes.map(({ text, by, at }) => [text, by, at]),
      [
        ['second', BOB, AT + 1],
        ['first', ADA, AT],
      ],
    )
  })

  test('that is sent twice is said once; the same words of somebody else are another', () => {
    const notes = written(write('call the agent'))
    assert.deepEqual(decide(notes, write('call the agent')), { events: [], answer: 'done' })
    assert.equal(decide(notes, write('call the agent', BOB)).events.length, 1)
  })

  test('is removed by whoever may, who is named, and it says its words once more', () => {
    const notes = written(write('call the agent'), write('sails on Monday'))
    const [, first] = notes
    const { events, answer } = decide(notes, { type: 'remove-note', note: first?.id ?? '', by: BOB }, AT + 60)
    assert.equal(answer, 'done')
    assert.deepEqual(events, [
      { type: 'note-removed', at: AT + 60, learnedAt: AT + 60, note: first?.id, text: 'call the agent', by: BOB },
    ])
    assert.deepEqual(
      events.reduce(evolveNotes, notes).map(({ text }) => text),
      ['sails on Monday'],
    )
  })

  test('that somebody else has removed is gone', () => {
    assert.deepEqual(decide([], { type: 'remove-note', note: 'note-1', by: BOB }), { events: [], answer: 'gone' })
  })

  test('of a vessel that nobody knows is refused', () => {
    const unknown = { isVessel: false, notes: [] }
    assert.deepEqual(decideNote(unknown, write('hello'), AT), { events: [], answer: 'no-vessel' })
  })
})

test('whatever people do, so many stand at most, each with an id of its own, the newest first', () => {
  const deed = fc.record({
    text: fc.integer({ min: 0, max: 60 }),
    remove: fc.boolean(),
    passedS: fc.nat(1),
    of: fc.nat(30),
  })
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 120 }), (deeds) => {
      let notes: readonly Note[] = []
      let now = AT
      for (const { text, remove, passedS, of } of deeds) {
        now += passedS
        const command: NoteCommand = remove
          ? { type: 'remove-note', note: notes[of % (notes.length || 1)]?.id ?? 'none', by: ADA }
          : write(`${text}`)
        const { events, answer } = decide(notes, command, now)
        assert.equal(
          answer === 'full',
          !remove && events.length === 0 && notes.length === MOST_NOTES && notes[0]?.text !== `${text}`,
        )
        notes = events.reduce(evolveNotes, notes)
        assert.ok(notes.length <= MOST_NOTES)
        assert.equal(new Set(notes.map(({ id }) => id)).size, notes.length)
        assert.deepEqual(
          notes.map(({ at }) => at),
          notes.map(({ at }) => at).toSorted((a, b) => b - a),
        )
      }
    }),
  )
})
