import type { Vessel, VesselComponent } from '../../../shared/api/vessel.ts'
import { type Bar, type BarLook, bars } from '../../bars.ts'
import { duration, percent } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { reckoningAddress } from '../reckoning/reckoning.ts'

type Day = VesselComponent['days'][number]

/** Ninety days, a bar each, and those that missed the target with the way to what happened in them. */
export function daysOf(vessel: Vessel, component: VesselComponent): Html {
  const { days, slaTarget: target } = component
  const missed = days.filter(({ uptime }) => uptime !== null && uptime < target)
  const counted = days.filter(({ uptime }) => uptime !== null)
  const label = `${component.name}, uptime of each of the last ${days.length} days: ${counted.length} with data, ${missed.length} below the target of ${target} %`
  return html`<div id="${`days-${component.id}`}" class="days"><figure>${bars(
    days.map((day) => bar(day, target)),
    target,
    label,
  )}
<figcaption class="hours" aria-hidden="true"><span>${days.length} days ago</span><span>80 to 100 %, target ${target} % dashed</span><span>today</span></figcaption></figure>
${missedDays(vessel.id, component, missed, counted.length)}</div>`
}

function bar(day: Day, target: number): Bar {
  const { uptime } = day
  const words = `${day.day}: ${uptime === null ? dayWords(day) : `${percent(uptime)} % up`}`
  return { words, look: lookOf(day, target), share: uptime ?? 0 }
}

function lookOf({ uptime, downS, silentS, unknownS, excusedS }: Day, target: number): BarLook {
  if (uptime === null) return unknownS > 0 ? 'unknown' : excusedS > 0 ? 'excused' : 'none'
  if (uptime >= target) return 'up'
  return silentS * 2 >= downS ? 'silent' : 'low'
}

const dayWords = ({ unknownS, excusedS }: Day): string =>
  unknownS > 0 ? 'no data' : excusedS > 0 ? 'excused' : 'not in service'

function missedDays(vessel: string, { id, slaTarget }: VesselComponent, missed: readonly Day[], counted: number): Hole {
  if (counted === 0) return html`<p class="quiet">No day has been measured yet.</p>`
  if (missed.length === 0)
    return html`<p class="quiet">No day of ${counted} was below the target of ${slaTarget} %.</p>`
  return html`<details class="tells" id="${`missed-${id}`}"><summary>${missed.length} of ${counted} ${counted === 1 ? 'day' : 'days'} below the target of ${slaTarget} %</summary>
<div class="wide"><table><thead><tr><th scope="col">Day, UTC</th><th scope="col">Uptime</th><th scope="col">Down</th><th scope="col">of it silent</th><th scope="col">No data</th></tr></thead>
<tbody>${missed.toReversed().map((day) => missedDay(vessel, id, day))}</tbody></table></div></details>`
}

function missedDay(vessel: string, component: string, { day, uptime, downS, silentS, unknownS }: Day): Html {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const address = reckoningAddress(vessel, component, `${day}T00:00:00Z`, `${next}T00:00:00Z`)
  return html`<tr><td>${day}</td><td><a href="${address}">${percent(uptime)} %</a></td><td>${length(downS)}</td><td>${length(silentS)}</td><td>${length(unknownS)}</td></tr>`
}

const length = (seconds: number): string => (seconds === 0 ? '—' : duration(seconds))
