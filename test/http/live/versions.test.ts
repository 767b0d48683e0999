import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createVersions, type News } from '../../../hub/http/live/versions.ts'

type Shown = Map<string, string>
const keyed = (texts: Iterable<string>): Shown => new Map([...texts].map((text) => [text.slice(0, 1), text]))
const whole = (shown: Shown): string => [...shown.values()].join(' ')

/** What a reader holds after the news, as a page would. */
function apply(shown: Shown, news: News<string> | null): Shown {
  if (news === null) return shown
  if (news.kind === 'whole') return keyed(news.whole.split(' ').filter((text) => text !== ''))
  return new Map([...shown, ...keyed(news.parts)])
}

test('whoever reads, whenever, holds the newest picture after reading', () => {
  const picture = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 3 })))
  const step = fc.oneof(
    picture.map((parts) => ({ parts })),
    fc.nat({ max: 2 }).map((reader) => ({ reader })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const versions = createVersions<string>('life', (text) => text)
      const readers = [0, 1, 2].map(() => ({ mark: null as string | null, shown: new Map() as Shown }))
      let newest: Shown = new Map()
      for (const step of steps) {
        if ('parts' in step) {
          newest = keyed(step.parts.map(([key, value]) => `${key}${value}`))
          versions.take({ parts: newest, whole: whole(newest) })
        } else {
          const reader = readers[step.reader] ?? assert.fail()
          const news = versions.since(versions.seenBy(reader.mark))
          reader.shown = apply(reader.shown, news)
          reader.mark = news?.mark ?? reader.mark
          assert.deepEqual([...reader.shown], [...newest], 'in its order as well')
          assert.equal(versions.since(versions.seenBy(reader.mark)), null)
        }
      }
    }),
  )
})

test('only what differs is news', () => {
  const versions = createVersions<string>('life', (text) => text)
  const show = (...texts: string[]) => versions.take({ parts: keyed(texts), whole: texts.join(' ') })
  assert.equal(show('a1', 'b1'), true)
  const seen = versions.newest()?.mark ?? ''
  assert.equal(show('a1', 'b1'), false)
  assert.equal(versions.since(versions.seenBy(seen)), null)
  assert.equal(show('a1', 'b2'), true)
  assert.deepEqual(versions.since(versions.seenBy(seen)), {
    kind: 'parts',
    mark: versions.newest()?.mark,
    parts: ['b2'],
  })
  show('a1')
  assert.equal(versions.since(versions.seenBy(seen))?.kind, 'whole')
})

test('a mark of another life, or one that is no mark, gets the whole', () => {
  const versions = createVersions<string>('life', (text) => text)
  assert.equal(versions.since(versions.seenBy('other.1')), null, 'there is nothing to give before the first picture')
  versions.take({ parts: keyed(['a1']), whole: 'a1' })
  for (const mark of [null, '', 'other.1', 'life.x', 'life.', 'life.-1', 'life.0.5', 'life.9'])
    assert.equal(versions.since(versions.seenBy(mark))?.kind, 'whole', mark ?? 'null')
})
