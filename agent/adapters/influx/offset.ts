/** How far another machine's clock is ahead of ours, as far as `Date` headers of whole seconds tell. */
export type Offset = { seen(date: string | null, sentMs: number, receivedMs: number): void; seconds(): number }

const KEPT = 60

/** Each answer bounds the offset to a second and its travel time; the last 60 together bound it closer. */
export function createOffset(): Offset {
  let bounds: { least: number; most: number }[] = []
  const least = () => Math.max(...bounds.map((bound) => bound.least))
  const most = () => Math.min(...bounds.map((bound) => bound.most))
  return {
    seen(date, sentMs, receivedMs) {
      const ms = date === null ? Number.NaN : Date.parse(date)
      if (Number.isNaN(ms)) return
      const bound = { least: ms - receivedMs, most: ms + 1000 - sentMs }
      bounds = [...bounds, bound].slice(-KEPT)
      // No offset fits all answers: somebody's clock was set, and only the last one still says something.
      if (least() > most()) bounds = [bound]
    },
    /** The least that it can be: 0 while it may be none. */
    seconds() {
      if (bounds.length === 0 || (least() <= 0 && most() >= 0)) return 0
      return (least() > 0 ? least() : most()) / 1000
    },
  }
}
