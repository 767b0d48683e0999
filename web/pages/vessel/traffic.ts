import type { Vessel } from '../../../shared/api/vessel.ts'
import { bytes } from '../../format.ts'
import { type Hole, html } from '../../html.ts'

/** What the link has carried: the sum of thirty days, each month and each day for who has to pay it. */
export function trafficTable({ bytesByDay: days, bytesByMonth: months }: Vessel['link']): Hole {
  if (days.length === 0 && months.length === 0) return null
  const up = days.reduce((sum, day) => sum + day.up, 0)
  const down = days.reduce((sum, day) => sum + day.down, 0)
  return html`<details class="tells" id="traffic"><summary>${bytes(up)} up · ${bytes(down)} down in the last 30 days</summary>
<div class="wide"><table><thead><tr><th scope="col">Month, UTC</th><th scope="col">Up</th><th scope="col">Down</th><th scope="col">Both</th></tr></thead>
<tbody>${months.toReversed().map(({ month, up, down }) => html`<tr><td>${month}</td><td>${bytes(up)}</td><td>${bytes(down)}</td><td>${bytes(up + down)}</td></tr>`)}</tbody></table></div>
<div class="wide"><table><thead><tr><th scope="col">Day, UTC</th><th scope="col">Up</th><th scope="col">Down</th></tr></thead>
<tbody>${days.toReversed().map((day) => html`<tr><td>${day.day}</td><td>${bytes(day.up)}</td><td>${bytes(day.down)}</td></tr>`)}</tbody></table></div></details>`
}
