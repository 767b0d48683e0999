import { type Html, html } from './html.ts'

/** One day: a bar from 80 to 100 %, and what stands for it where there is none. */
export type Bar = {
  readonly words: string
  readonly look: BarLook
  /** 0..100; only of `up`, `low` and `silent`. */
  readonly share: number
}

/** `none`: nothing was to be measured. */
export type BarLook = 'up' | 'low' | 'silent' | 'unknown' | 'excused' | 'none'

const STEP = 10
const WIDTH = 8
const HEIGHT = 52
/** What is worse than this is all the same short; most of what matters happens above. */
const FLOOR = 80

/**
 * A day a bar, the oldest at the left, with a dashed line at the target. A day below it has its whole column tinted, so
 * that a short bar is not overlooked; one of which nothing is known has a low mark, one that is not counted a line on top.
 */
export function bars(days: readonly Bar[], target: number, label: string): Html {
  const width = days.length * STEP
  const at = (look: BarLook, draw: (x: number, bar: Bar) => string): string =>
    days.map((bar, index) => (bar.look === look ? draw(index * STEP + 1, bar) : '')).join('')
  const upright = (x: number, { share }: Bar): string => column(x, Math.max(2, scaled(share)))
  const path = (name: string, d: string) => d !== '' && html`<path class="${name}" d="${d}"/>`
  const line = HEIGHT - scaled(target)
  return html`<svg class="bars" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
${path(
  'day-tint',
  at('low', (x) => column(x, HEIGHT)),
)}${path(
  'day-tint-silent',
  at('silent', (x) => column(x, HEIGHT)),
)}${path('look-up', at('up', upright))}${path('look-low', at('low', upright))}${path('look-silent', at('silent', upright))}${path(
  'look-unknown',
  at('unknown', (x) => column(x, 4)),
)}${path(
  'look-excused',
  at('excused', (x) => `M${x} 0h${WIDTH}v4h${-WIDTH}z`),
)}${path(
  'look-none',
  at('none', (x) => column(x, 1)),
)}<path class="target" d="${`M0 ${line}H${width}`}"/>
${days.map(({ words }, index) => html`<rect x="${index * STEP}" y="0" width="${STEP}" height="${HEIGHT}"><title>${words}</title></rect>`)}</svg>`
}

const scaled = (share: number): number =>
  Math.round(((Math.max(FLOOR, share) - FLOOR) / (100 - FLOOR)) * HEIGHT * 10) / 10

const column = (x: number, height: number): string => `M${x} ${HEIGHT}v${-height}h${WIDTH}v${height}z`
