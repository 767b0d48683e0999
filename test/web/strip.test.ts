import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DAY_S } from '../../shared/time.ts'
import { STRETCHES, type Stretch, type StretchLook, strip } from '../../web/strip.ts'

const DAY = { from: 0, to: DAY_S }
const draw = (...stretches: readonly (Omit<Stretch, 'excused'> & { excused?: boolean })[]): string =>
  strip(
    DAY,
    stretches.map((stretch) => ({ excused: false, ...stretch })),
    'Server',
  ).toString()

/** `[x, y, width, height]` of what is drawn in a look. */
const boxes = (svg: string, look: string): number[][] =>
  [
    ...(new RegExp(`class="look-${look}" d="([^"]*)"`).exec(svg)?.[1] ?? '').matchAll(
      /M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g,
    ),
  ].map(([, x, y, width, height]) => [x, y, width, height].map(Number))

describe('a strip', () => {
  test('puts each hour at its place', () => {
    assert.deepEqual(boxes(draw({ from: 6 * 3600, to: 12 * 3600, look: 'down' }), 'down'), [[360, 0, 360, 26]])
  })

  test('shows an outage of seconds', () => {
    assert.deepEqual(boxes(draw({ from: 100, to: 103, look: 'down' }), 'down')[0]?.[2], 5)
    assert.deepEqual(boxes(draw({ from: DAY_S - 1, to: DAY_S, look: 'down' }), 'down'), [[1435, 0, 5, 26]])
  })

  test('gives each look a shape of its own', () => {
    const shape = (look: StretchLook): string =>
      JSON.stringify(
        boxes(draw({ from: 0, to: DAY_S, look }), look)
          .map(([, y, , height]) => [y, height])
          .slice(0, 2),
      )
    assert.equal(new Set(STRETCHES.map(shape)).size, STRETCHES.length)
  })

  test('draws what is excused in a colour of its own, under a line, in the shape of what it was', () => {
    const svg = draw({ from: 0, to: 3600, look: 'down', excused: true }, { from: 3600, to: 7200, look: 'down' })
    assert.deepEqual(boxes(svg, 'excused'), [
      [0, 0, 60, 4],
      [0, 8, 60, 18],
    ])
    assert.deepEqual(boxes(svg, 'down'), [[60, 0, 60, 26]])
  })

  test('stays within its frame', () => {
    const time = fc.integer({ min: -DAY_S, max: 2 * DAY_S })
    fc.assert(
      fc.property(time, time, fc.constantFrom(...STRETCHES), (a, b, look) => {
        for (const [x = 0, , width = 0] of boxes(draw({ from: Math.min(a, b), to: Math.max(a, b), look }), look)) {
          assert.ok(x >= 0 && width >= 0 && x + width <= 1440 + 1e-6, `${x} ${width}`)
        }
      }),
    )
  })
})
