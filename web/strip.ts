import type { Span } from '../shared/time.ts'
import { type Html, html } from './html.ts'

/** How a stretch of a timeline looks. Each look has its own height or pattern, so that it can be told without colour. */
export const STRETCHES = ['up', 'unknown', 'silent', 'down'] as const
export type StretchLook = (typeof STRETCHES)[number]
export type Stretch = Span & { readonly look: StretchLook; readonly excused: boolean }

const WIDTH = 1440
const HEIGHT = 26
/** So that an outage of seconds can still be seen. */
const LEAST = 5

/**
 * A timeline as a picture, oldest at the left: up is half as high as down, silence is barred, no data is a low mark,
 * excused time has a colour of its own and a line on top. Where nothing is said it stays empty.
 */
export function strip(span: Span, stretches: readonly Stretch[], label: string): Html {
  const counted = stretches.filter((stretch) => !stretch.excused)
  const excused = stretches.filter((stretch) => stretch.excused)
  return html`<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
${STRETCHES.map((look) => path(look, counted.filter((stretch) => stretch.look === look).flatMap(boxes(span, look))))}
${path(
  'excused',
  excused.flatMap((stretch) => [...boxes(span, 'excused')(stretch), ...boxes(span, stretch.look)(stretch).map(below)]),
)}
</svg>`
}

type Box = { readonly x: number; readonly width: number; readonly y: number; readonly height: number }
type Look = StretchLook | 'excused'

const path = (look: Look, all: readonly Box[]) =>
  all.length > 0 &&
  html`<path class="${`look-${look}`}" d="${all.map(({ x, width, y, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('')}"/>`

const boxes =
  (span: Span, look: Look) =>
  (stretch: Span): Box[] => {
    const scale = WIDTH / (span.to - span.from)
    const from = Math.max(0, (stretch.from - span.from) * scale)
    const to = Math.min(WIDTH, (stretch.to - span.from) * scale)
    if (to <= 0 || from >= WIDTH || to <= from) return []
    const trouble = look === 'down' || look === 'silent'
    const width = trouble ? Math.max(LEAST, to - from) : to - from
    const x = Math.min(from, WIDTH - width)
    return look === 'silent' ? bars(x, width) : [box(x, x + width, UPRIGHT[look])]
  }

type Upright = Pick<Box, 'y' | 'height'>

const FULL: Upright = { y: 0, height: HEIGHT }
const UPRIGHT: Readonly<Record<Exclude<Look, 'silent'>, Upright>> = {
  up: { y: 13, height: 13 },
  down: FULL,
  unknown: { y: 21, height: 5 },
  excused: { y: 0, height: 4 },
}

const LINE_END = 8

/** What lies under the line of an excuse. */
function below({ y, height, ...box }: Box): Box {
  const top = Math.max(y, LINE_END)
  return { ...box, y: top, height: y + height - top }
}

const BAR = 6

/** Bars on a grid of their own, so that neighbouring silences are in step. */
function bars(x: number, width: number): Box[] {
  if (width <= BAR) return [box(x, x + width, FULL)]
  const all = [box(x, x + width, { y: HEIGHT - 3, height: 3 })]
  for (let at = Math.ceil(x / (2 * BAR)) * 2 * BAR; at < x + width; at += 2 * BAR)
    all.push(box(at, Math.min(at + BAR, x + width), FULL))
  return all
}

/** Edges are rounded, not widths, so that neighbours touch. */
const box = (from: number, to: number, upright: Upright): Box => ({
  x: tenth(from),
  width: tenth(tenth(to) - tenth(from)),
  ...upright,
})

const tenth = (value: number): number => Math.round(value * 10) / 10
