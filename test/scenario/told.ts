import assert from 'node:assert/strict'
import type { Series, Truth } from '../agent/known-truth.ts'
import { type Shore, until } from '../lab/ship-and-shore.ts'

/** What shore says of a vessel, held against what is known to be true. */

type Interval = { state: Truth; from: string; to: string; source: string }
type Timeline = { watermark: string | null; components: { id: string; intervals: Interval[] }[] }
type Figures = { from: string; to: string; upS: number; downS: number; unknownS: number; uptime: number | null }
type Vessel = { windowEnd: string; components: { id: string; uptime: { '24h': Figures } | null }[] }

const HOUR_S = 3600
const iso = (second: number) => `${new Date(second * 1000).toISOString().slice(0, 19)}Z`
const second = (text: string) => Date.parse(text) / 1000

export type Known = {
  readonly vessel: string
  readonly truths: ReadonlyMap<string, Series['truth']>
  readonly from: number
  readonly to: number
}

/** The first seconds that are wrong on shore, per component; empty when all of `[from, to)` is true. */
export async function wrongOnShore(shore: Shore, { vessel, truths, from, to }: Known): Promise<string[]> {
  const wrong: string[] = []
  const stretch = 12 * HOUR_S
  for (let begin = from; begin < to; begin += stretch) {
    const end = Math.min(to, begin + stretch)
    const told = (await shore.get(`/api/v1/vessels/${vessel}/timeline?from=${iso(begin)}&to=${iso(end)}`)) as Timeline
    if (told.watermark === null || second(told.watermark) < end) return [`told up to ${told.watermark} only`]
    for (const [id, truth] of truths) {
      const intervals = told.components.find((component) => component.id === id)?.intervals ?? []
      const at = (t: number) => intervals.find((one) => second(one.from) <= t && t < second(one.to))?.state ?? 'nothing'
      for (let t = begin; t < end; t++) {
        if (at(t) !== truth(t)) wrong.push(`${vessel} ${id} ${iso(t)}: ${at(t)}, was ${truth(t)}`)
      }
    }
  }
  return wrong
}

/** The 24 h figures are the sums of the true seconds, once all of them are told. */
export const assertFigures = (shore: Shore, known: Pick<Known, 'vessel' | 'truths'>): Promise<true> =>
  until('true figures', () => equalFigures(shore, known).then(() => true as const))

async function equalFigures(shore: Shore, { vessel, truths }: Pick<Known, 'vessel' | 'truths'>): Promise<void> {
  const { components } = (await shore.get(`/api/v1/vessels/${vessel}`)) as Vessel
  for (const [id, truth] of truths) {
    const figures = components.find((component) => component.id === id)?.uptime?.['24h']
    assert.ok(figures, `${id} has figures`)
    const counts = { up: 0, down: 0, unknown: 0 }
    for (let t = second(figures.from); t < second(figures.to); t++) counts[truth(t)]++
    const { upS, downS, unknownS, uptime } = figures
    assert.deepEqual({ upS, downS, unknownS }, { upS: counts.up, downS: counts.down, unknownS: counts.unknown })
    assert.equal(uptime, (100 * counts.up) / (counts.up + counts.down))
  }
}
