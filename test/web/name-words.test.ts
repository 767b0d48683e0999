import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLong, nameWords } from '../../web/pages/fleet/measure.ts'

const drawn = (name: string): string => [nameWords(name)].flat(3).map(String).join('').replaceAll('<wbr>', '|')

test('a long word of a name may be parted between the consonants in its middle, never near its ends', () => {
  assert.equal(drawn('Aurora of Trondheimsfjorden'), 'Aurora of <span class="word">Trond|heims|fjor|den</span>')
  assert.equal(drawn('Constantinople'), '<span class="word">Cons|tan|ti|nople</span>')
})

test('short words, figures and other scripts stay whole', () => {
  for (const name of ['Aurora Star', 'Bourbon 234567890123', 'Zephyr']) assert.equal(drawn(name), name)
  assert.equal(drawn('Владивосток'), '<span class="word">Владивосток</span>')
})

test('a name is long when two lines of a tile do not hold it', () => {
  assert.equal(isLong('Halcyon Voyager'), false)
  assert.equal(isLong('Stella Maris Explorer II'), false)
  assert.equal(isLong('Queen Anna Maria of the Northern Lights'), true)
  assert.equal(isLong('Aurora of Trondheimsfjorden'), true)
})
