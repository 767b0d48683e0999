import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SourceFaultCode } from '../../../agent/core/source-fault.ts'
import { crewMain } from '../../../web/crew/page.ts'
import { troubleKind } from '../../../web/crew/trouble.ts'
import { LANGUAGE_TAGS, LANGUAGES, spokenLanguage } from '../../../web/crew/words/languages.ts'
import { allWell, allWrong, serverDown } from '../../agent/status/crew-views.ts'

/** Every code, so that the compiler asks for a new one here too. */
const CODES: Readonly<Record<SourceFaultCode | 'disk', true>> = {
  refused: true,
  'no-host': true,
  timeout: true,
  broken: true,
  tls: true,
  'not-influx': true,
  'server-error': true,
  auth: true,
  forbidden: true,
  'no-db': true,
  'no-series': true,
  'no-points': true,
  'no-field': true,
  'mixed-type': true,
  'wrong-type': true,
  'no-ping': true,
  query: true,
  limit: true,
  busy: true,
  clock: true,
  disk: true,
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const said = (language: keyof typeof LANGUAGES, view = allWrong) =>
  textOf(String(crewMain(view, { words: LANGUAGES[language], shipTime: null, theme: 'auto' })))

describe('every language of the crew page', () => {
  for (const tag of LANGUAGE_TAGS) {
    test(`${tag} says each thing in words of its own`, () => {
      const own = leaves(LANGUAGES[tag])
      for (const [path, text] of own)
        assert.ok(text.trim() === text && text !== '', `${path} is ${JSON.stringify(text)}`)
      assert.equal(LANGUAGES[tag].frame.lang, tag)
      if (tag === 'en') return
      const english = new Map(leaves(LANGUAGES.en))
      const same = own.filter(([path, text]) => english.get(path) === text).map(([path]) => path)
      const borrowed = same.filter((path) => !BORROWED.has(path))
      assert.deepEqual(borrowed, [], 'left in English')
    })

    test(`${tag} says in its verdict what is down, and that all is well`, () => {
      assert.match(said(tag, serverDown), /Server/)
      assert.notEqual(said(tag, serverDown), said(tag, allWell))
    })
  }

  test('leaves nothing in English but what is folded away, whatever the link says and whatever was lost', () => {
    const { shore } = allWrong
    const message = 'in English alone'
    const kinds = ['no-answer', 'no-name', 'cut', 'refused', 'certificate', 'other'] as const
    const reasons = [
      { kind: 'dialling' as const, message },
      ...kinds.map((kind) => ({ kind, hub: 'shore:8883', message })),
    ]
    const losses = [
      { kind: 'day' as const, day: '2026-11-20', message },
      ...(['last-save', 'journal', 'unreadable'] as const).map((kind) => ({ kind, message })),
    ]
    for (const tag of LANGUAGE_TAGS) {
      for (const because of reasons) {
        const view = { ...allWrong, shore: { ...shore, because }, losses }
        const html = String(crewMain(view, { words: LANGUAGES[tag], shipTime: null, theme: 'auto' }))
        const open = html.replace(/<details>.*?<\/details>/gs, '')
        assert.doesNotMatch(open, /lang="en"|in English alone/)
        if (because.kind !== 'dialling') assert.match(open, /shore:8883/)
        assert.match(open, /2026-11-20/)
        assert.equal(html.split(message).length, 1 + 1 + losses.length)
      }
    }
  })

  test('shows the technical words in English, marked as such, in each', () => {
    for (const tag of LANGUAGE_TAGS) {
      const html = String(crewMain(allWrong, { words: LANGUAGES[tag], shipTime: null, theme: 'auto' }))
      assert.match(html, /<p lang="en" dir="ltr">Nothing answers at http:\/\/127\.0\.0\.1:8086\./)
    }
  })
})

test('each code of a trouble has a sentence for the crew and one thing to do', () => {
  for (const code of Object.keys(CODES)) assert.notEqual(troubleKind(code), 'other', code)
  assert.equal(troubleKind('a code of a newer agent'), 'other')
})

test('Ukrainian and Filipino say a broken database in words', () => {
  assert.match(
    said('uk'),
    /Немає вимірювань .* База даних на борту не відповідає\. .* зв’язку немає з 2026-11-23 11:00 UTC hub\.example\.com:8883 не відповідає\. .* Не вдалося прочитати записи за 2026-11-20/,
  )
  assert.match(said('uk', serverDown), /Server не працює .* вже 1 год 30 хв .* працює 93,7 % часу/)
  assert.match(said('fil'), /Walang nasusukat .* Hindi sumasagot ang database sa barko\. /)
  assert.match(said('fil', serverDown), /Hindi gumagana ang Server .* \(1 oras 30 min na\)/)
})

test('a browser gets the first of its languages that is spoken', () => {
  assert.equal(spokenLanguage('uk-UA,uk;q=0.9,en;q=0.8'), 'uk')
  assert.equal(spokenLanguage('de,en;q=0.5,fil;q=0.7'), 'fil')
  assert.equal(spokenLanguage('tl-PH'), 'fil')
  assert.equal(spokenLanguage('en;q=0,uk;q=0.1'), 'uk')
  assert.equal(spokenLanguage('de-DE,fr'), null)
  assert.equal(spokenLanguage(''), null)
})

/** Words that the language has from English, and Latin letters that it writes alike. */
const BORROWED = new Set(['frame.dir', 'frame.live', 'shore.link', 'units.2'])

/** Each text with where it stands; what takes a value is asked with one. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value('1 2', 'x'))]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}
