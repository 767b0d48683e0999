import { Fault } from '../../shared/fault.ts'
import { DAY_S, HOUR_S, iso, isoDay, MINUTE_S, type Seconds } from '../../shared/time.ts'
import type { DemoVessel, Plot } from './fleet.ts'
import { SERVER_OFF_S } from './story.ts'

type Fields = Readonly<Record<string, string>>

/** What people have entered about maintenance, as they enter it: by the hub's API, with a token. */
export async function planMaintenance(
  fleet: readonly DemoVessel[],
  begin: Seconds,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<void> {
  const post = (path: string, fields: Fields) => sent(`${url}api/v1/maintenance${path}`, token, fields)
  for (const fields of entries(fleet, begin)) await post('', fields)
  const withdrawn = idOf(fleet, 'flapping-server')
  if (withdrawn === undefined) return
  const { excuse } = await post('', {
    vessel: withdrawn,
    component: 'server',
    category: 'planned-maintenance',
    reason: 'a technician looks at the server',
    from: iso(begin + DAY_S),
    to: iso(begin + DAY_S + 4 * HOUR_S),
  })
  const why = { reason: 'the technician has missed the ship', sure: 'yes' }
  await post(`/${withdrawn}/${excuse}/withdraw`, why)
}

/** One that goes on, one that recurs, one entered after the fact, one of a group; of the vessels that there are. */
function entries(fleet: readonly DemoVessel[], begin: Seconds): readonly Fields[] {
  const ofVessel = (plot: Plot, fields: Fields): readonly Fields[] => {
    const vessel = idOf(fleet, plot)
    return vessel === undefined ? [] : [{ vessel, ...fields }]
  }
  const today = isoDay(Math.floor(begin / DAY_S))
  const reviewAt = `${isoDay(Math.floor(begin / DAY_S) + 90)}T08:00`
  const group = fleet.find(({ plot }) => plot === 'dead-access-point')?.group
  return [
    ...ofVessel('new-server', {
      component: 'server',
      category: 'planned-maintenance',
      reason: 'the server is replaced',
      from: iso(begin - SERVER_OFF_S - 10 * MINUTE_S),
      to: iso(begin + 4 * HOUR_S),
    }),
    ...ofVessel('calm', {
      category: 'planned-maintenance',
      reason: 'weekly updates',
      repeats: 'weekly',
      weekdays: 'tu',
      begins: '22:00',
      ends: '02:00',
      firstDay: today,
      reviewAt,
      zone: 'vessel',
    }),
    ...ofVessel('telegraf-stopped', {
      component: 'dashboard',
      category: 'customer-action',
      reason: 'the crew had switched the screens off for a drill',
      from: iso(begin - 30 * HOUR_S),
      to: iso(begin - 28 * HOUR_S),
    }),
    ...(group === undefined
      ? []
      : [
          {
            group,
            component: 'access-point',
            category: 'planned-maintenance',
            reason: 'new firmware of the access points',
            repeats: 'monthly-weekday',
            nth: '1',
            weekdays: 'su',
            begins: '03:00',
            ends: '05:00',
            firstDay: today,
            reviewAt,
            zone: 'vessel',
          },
        ]),
  ]
}

const idOf = (fleet: readonly DemoVessel[], plot: Plot): string | undefined =>
  fleet.find((vessel) => vessel.plot === plot)?.id

async function sent(url: string, token: string, fields: Fields): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(fields),
  })
  if (!response.ok) throw new Fault('unavailable', `${url} answers ${response.status}: ${await response.text()}`)
  const answer: unknown = await response.json()
  return typeof answer === 'object' && answer !== null ? { ...answer } : {}
}
