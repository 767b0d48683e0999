import { type Cause, causeOf, DOWN, type StateCode, UP } from './model.ts'
import { OPEN, type Seconds, type Span } from './time.ts'
import { overlay, type Timeline } from './timeline.ts'

/** Everything that bears on one component, each kind of knowledge by itself; figures are computed from it when they are read. */
export type Layers = {
  /** As told. What lies past the watermark is held on, not told. */
  readonly measured: Timeline<StateCode>
  /** Up to where the timeline is complete; null when nothing was told yet. */
  readonly watermark: Seconds | null
  /** The vessel's spells of silence, the last one `OPEN` while it is silent. */
  readonly silence: Timeline<true>
  /** When the hub could hear at all. */
  readonly listening: Timeline<true>
  /** Why time is not counted: of the component or of the vessel. */
  readonly excused: Timeline<string>
  readonly inService: Timeline<true>
}

/** What the vessel told of an instant: measured up or down, or why it is not known. */
export type Told = 'up' | 'down' | Cause | 'not-told' | 'not-configured'

/** What shore takes for true of an instant: `silent` counts as down, everything but `up` and `down` beside it as unknown. */
export type Known = Told | 'silent' | 'not-listening'

export type Unknown = Exclude<Known, 'up' | 'down' | 'silent'>

export const isUnknown = (known: Known): known is Unknown => known !== 'up' && known !== 'down' && known !== 'silent'

/** What the same layers say, read in three ways; each tiles the span. */
export type Readings = {
  /** Measured up or down where there is one, else down where the vessel was silent, else unknown. */
  readonly best: Timeline<Known>
  /** Only what was measured. */
  readonly measured: Timeline<Told>
  /** What shore could see: time in a spell of silence stays down for ever, whatever was told of it later. */
  readonly observed: Timeline<Known>
}

export function readingsOf(layers: Layers, span: Span): Readings {
  const measured = measuredOnly(layers, span)
  const absent = absence(layers, span)
  if (absent.length === 0) return { best: measured, measured, observed: measured }
  return {
    best: bestOf(measured, absent, span),
    measured,
    observed: overlay(measured, absent, span, (told = 'not-told', why) => instead(told, why)),
  }
}

/** Best knowledge alone: it is asked for with each message. */
export const bestKnowledge = (layers: Layers, span: Span): Timeline<Known> =>
  bestOf(measuredOnly(layers, span), absence(layers, span), span)

const bestOf = (measured: Timeline<Told>, absent: Timeline<Absence>, span: Span): Timeline<Known> =>
  absent.length === 0
    ? measured
    : overlay(measured, absent, span, (told = 'not-told', why) => (isKnown(told) ? told : instead(told, why)))

/** What was measured alone: on board there is nothing else. */
export function measuredOnly({ measured, watermark }: Layers, span: Span): Timeline<Told> {
  const told = watermark === null ? [] : [{ from: -OPEN, to: watermark, state: true }]
  return overlay(measured, told, span, (code, isTold) => {
    if (isTold === undefined) return 'not-told'
    if (code === undefined) return 'not-configured'
    return code === UP ? 'up' : code === DOWN ? 'down' : (causeOf(code) ?? 'other')
  })
}

type Absence = 'silent' | 'deaf'

/** Silence runs through listening time only: time in which the hub itself was away is nobody's silence. */
const absence = ({ silence, listening }: Layers, span: Span): Timeline<Absence> =>
  overlay(silence, listening, span, (silent, hears): Absence | undefined => (hears ? silent && 'silent' : 'deaf'))

const isKnown = (told: Told): boolean => told === 'up' || told === 'down'

function instead(told: Told, absent: Absence | undefined): Known {
  if (absent === 'silent') return 'silent'
  return absent === 'deaf' && told === 'not-told' ? 'not-listening' : told
}
