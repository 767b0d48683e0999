/** A vessel's life whose truth is known: what Telegraf wrote when, and what every second was. Nothing of the product. */

export type Write = { readonly visibleAt: number; readonly line: string }
export type Truth = 'up' | 'down' | 'unknown'

type Point = { readonly ms: number; readonly up: boolean }
export type Plugin = {
  line(point: Point, again?: boolean): string
  /** Whether a point written again replaces the first: not when the outcome is a tag, then both are there and down wins. */
  readonly replaces: boolean
}
export type Series = { readonly writes: readonly Write[]; truth(second: number): Truth }

const HOUR = 3600

/** Numbers in [0, 1) that are the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export const OUTAGE = { from: 10 * HOUR, to: 12.5 * HOUR }
const TELEGRAF_OFF = { from: 5 * HOUR, to: 5 * HOUR + 2400 }
const LATE = { from: 15 * HOUR, to: 15 * HOUR + 600 }
const BURST_AT = 8 * HOUR

/** Points of one check over `lengthS` from `begin`, with gaps, a burst, late and overwritten ones, and a database outage. */
export function series(
  random: () => number,
  { begin, lengthS, everyS, holdForS }: { begin: number; lengthS: number; everyS: number; holdForS: number },
  plugin: Plugin,
): Series {
  const points: Point[] = []
  let up = true
  let turnsAt = 0
  for (let at = 0; at < lengthS; at += everyS) {
    if (at >= turnsAt) {
      up = !up
      turnsAt = at + Math.ceil((up ? 7200 : 300) * -Math.log(1 - random()))
    }
    const off = at >= TELEGRAF_OFF.from && at < TELEGRAF_OFF.to
    if (!off && random() > 0.01) points.push({ ms: (begin + at) * 1000 + Math.floor(random() * 900), up })
  }
  const taken = new Set(points.map(({ ms }) => ms))
  for (let i = 0; i < 200; i++) {
    const ms = (begin + BURST_AT) * 1000 + i * 97
    if (!taken.has(ms)) points.push({ ms, up: random() > 0.3 })
  }

  const final = new Map<number, boolean>()
  const writes: Write[] = []
  const overwriteEvery = Math.floor(points.length / 40)
  points.forEach((point, index) => {
    const at = point.ms / 1000 - begin
    const latest = at < lengthS - HOUR ? lengthS - HOUR : lengthS
    const visible = Math.min(visibleAfter(at, random), latest)
    writes.push({ visibleAt: begin + visible, line: plugin.line(point) })
    final.set(point.ms, point.up)
    const again = outside(Math.max(visible, at + 3 * HOUR))
    if (index % overwriteEvery !== 0 || again >= latest) return
    const other = { ms: point.ms, up: !point.up }
    writes.push({ visibleAt: begin + again, line: plugin.line(other, true) })
    final.set(other.ms, other.up && plugin.replaces)
  })
  return { writes, truth: secondBySecond(final, begin, lengthS, holdForS) }
}

function visibleAfter(at: number, random: () => number): number {
  const usual = at + random() * 20
  if (usual >= OUTAGE.from && usual < OUTAGE.to) return OUTAGE.to + 10 + random() * 60
  if (at >= LATE.from && at < LATE.to) return at + 4 * HOUR
  return random() < 0.002 ? outside(at + random() * 20 * HOUR) : usual
}

const outside = (at: number) => (at >= OUTAGE.from && at < OUTAGE.to ? OUTAGE.to + 30 : at)

function secondBySecond(final: ReadonlyMap<number, boolean>, begin: number, lengthS: number, holdForS: number) {
  const seen = new Map<number, boolean>()
  for (const [ms, up] of final) {
    const second = Math.floor(ms / 1000)
    seen.set(second, up && (seen.get(second) ?? true))
  }
  const truths: Truth[] = []
  let last = Number.NEGATIVE_INFINITY
  for (let second = begin; second < begin + lengthS + holdForS; second++) {
    if (seen.has(second)) last = second
    truths.push(second - last >= holdForS ? 'unknown' : seen.get(last) ? 'up' : 'down')
  }
  return (second: number): Truth => truths[second - begin] ?? 'unknown'
}

/** Telegraf's ping; some of its points that are down could not even run, and have no loss. */
export const ping = (url: string): Plugin => ({
  replaces: true,
  line({ ms, up }, again = false) {
    const point = `ping,url=${url}`
    if (up) return `${point} percent_packet_loss=0,result_code=0i ${ms}`
    if (ms % 3 === 0 && !again) return `${point} result_code=2i ${ms}`
    return `${point} percent_packet_loss=100,result_code=1i ${ms}`
  },
})

/** Telegraf's http_response: the outcome is a tag, and a broken server answers too. */
export const httpResponse = (server: string): Plugin => ({
  replaces: false,
  line({ ms, up }) {
    const point = `http_response,server=${server}`
    if (up) return `${point},result=success,status_code=200 result_code=0i,http_response_code=200i ${ms}`
    if (ms % 2 === 0) return `${point},result=success,status_code=500 result_code=0i,http_response_code=500i ${ms}`
    return `${point},result=connection_failed result_code=3i ${ms}`
  },
})
