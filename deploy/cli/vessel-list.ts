import type { Admission } from '../../hub/core/admission/admission.ts'
import type { VesselId } from '../../shared/model.ts'
import { iso, OPEN } from '../../shared/time.ts'

/** The vessels in order of their ids, as JSON or as a table. */
export function listVessels(vessels: ReadonlyMap<VesselId, Admission>, asJson: boolean): string {
  const rows = [...vessels].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([id, admission]) => row(id, admission))
  if (asJson) return JSON.stringify(rows, null, 2)
  return table([
    ['ID', 'NAME', 'IMO', 'GROUP', 'LINK', 'ZONE', 'CREDENTIAL'],
    ...rows.map((one) => [one.id, one.name, one.imo ?? '', one.group ?? '', one.link ?? '', one.zone, door(one)]),
  ])
}

type Row = ReturnType<typeof row>[number]

function row(id: VesselId, { profile, retired, credentials }: Admission) {
  if (profile === null) return []
  const inService = profile.inService.map(({ from, to }) => ({ from: iso(from), to: to === OPEN ? null : iso(to) }))
  const keys = credentials.map(({ addedAt, used }) => ({ addedAt: iso(addedAt), used }))
  return [{ id, ...profile, inService, retired, credentials: keys }]
}

function door({ retired, credentials }: Row): string {
  if (retired) return 'retired'
  const waiting = credentials.filter(({ used }) => !used).length
  if (waiting === 0) return 'in use'
  return credentials.length > waiting ? `in use, ${waiting} not used yet` : 'not used yet'
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)))
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
