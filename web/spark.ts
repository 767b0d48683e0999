import { type Html, html } from './html.ts'
import type { StretchLook } from './strip.ts'

const LOOKS: Readonly<Record<string, StretchLook | 'excused'>> = {
  d: 'down',
  s: 'silent',
  n: 'unknown',
  u: 'up',
  x: 'excused',
}

/** Height and top of each look out of eight: trouble stands out by its height, not by its colour alone. */
const UPRIGHT: Readonly<Record<StretchLook | 'excused', readonly [top: number, height: number]>> = {
  up: [4, 4],
  down: [0, 8],
  silent: [0, 8],
  unknown: [6, 2],
  excused: [0, 1],
}

/** The last 24 hours where there is room for a thumbnail only; who cannot see it has the figure beside it. */
export function spark(hours: string): Html {
  const runs = [...hours.matchAll(/(.)\1*/g)].map(({ index, 0: run }) => ({
    at: index,
    length: run.length,
    look: LOOKS[run.charAt(0)] ?? 'excused',
  }))
  return html`<svg class="spark" viewBox="0 0 24 8" preserveAspectRatio="none" aria-hidden="true">${Object.entries(
    UPRIGHT,
  ).map(([look, [top, height]]) => {
    const d = runs
      .filter((run) => run.look === look)
      .map(({ at, length }) => `M${at} ${top}h${length}v${height}h-${length}z`)
      .join('')
    return d !== '' && html`<path class="${`look-${look}`}" d="${d}"/>`
  })}</svg>`
}
