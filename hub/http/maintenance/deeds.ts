import { isVesselId } from '../../../shared/model.ts'
import type { By } from '../../core/by.ts'
import type { Maintain, MaintainGroup } from '../../ports/deeds.ts'
import type { Views } from '../../ports/views.ts'
import {
  EXCUSE_ACTIONS,
  type MaintenanceErrors,
  type MaintenanceFields,
  readAction,
  readEntry,
  refusalWords,
  type Whose,
  type Wish,
} from './input.ts'

/** What is wanted with one that stands; `vessel` is null of one of a group. */
export type Asked = { readonly vessel: string | null; readonly excuse: string; readonly action: string }

export type Outcome =
  | { readonly kind: 'done'; readonly vessel: string; readonly excuse: string }
  | { readonly kind: 'done'; readonly groupExcuse: string }
  | { readonly kind: 'wrong'; readonly errors: MaintenanceErrors }
  | { readonly kind: 'missing' | 'conflict' | 'refused'; readonly words: string }

/** What people do about maintenance, whether a page or a program asks. */
export interface MaintenanceDeeds {
  /** Of whom, by the fields `vessel` or `group`; null when there is nobody of that name. */
  whose(fields: MaintenanceFields): Promise<Whose | null>
  enter(fields: MaintenanceFields, by: By): Promise<Outcome>
  act(asked: Asked, fields: MaintenanceFields, by: By): Promise<Outcome>
}

export type MaintenanceDoors = {
  readonly views: Pick<Views, 'vessel' | 'fleet'>
  readonly maintain: Maintain
  readonly maintainGroup: MaintainGroup
}

export function createMaintenanceDeeds({ views, maintain, maintainGroup }: MaintenanceDoors): MaintenanceDeeds {
  async function vesselNamed(id: string): Promise<Extract<Whose, { kind: 'vessel' }> | null> {
    const known = isVesselId(id) ? await views.vessel(id) : null
    return known !== null && isVesselId(id) ? { kind: 'vessel', vessel: id, zone: known.zone } : null
  }

  async function whose({ vessel, group }: MaintenanceFields): Promise<Whose | null> {
    if (group === undefined || group === '') return vesselNamed(vessel ?? '')
    const { vessels } = await views.fleet()
    return vessels.some((one) => one.group === group) ? { kind: 'group', group } : null
  }

  async function carryOut(wish: Wish, by: By): Promise<Outcome> {
    if (wish.kind === 'vessel') {
      const answer = await maintain(wish.vessel, wish.command(by))
      if (answer.kind === 'done') return { kind: 'done', vessel: wish.vessel, excuse: answer.excuse }
      return { kind: kindOf(answer), words: refusalWords(answer) }
    }
    const answer = await maintainGroup(wish.command(by))
    if (answer.kind === 'done') return answer
    return { kind: kindOf(answer), words: refusalWords(answer) }
  }

  return {
    whose,
    async enter(fields, by) {
      const of = await whose(fields)
      if (of === null) return { kind: 'missing', words: 'No vessel of this id, or no group of this name, is known.' }
      const read = readEntry(fields, of)
      return read.ok ? carryOut(read.read, by) : { kind: 'wrong', errors: read.errors }
    },
    async act({ vessel, excuse, action: name }, fields, by) {
      const action = EXCUSE_ACTIONS.find((one) => one === name)
      const of = vessel === null ? ({ kind: 'group' } as const) : await vesselNamed(vessel)
      if (action === undefined || of === null) return { kind: 'missing', words: 'There is nothing at this address.' }
      const read = readAction(action, { ...of, excuse }, fields)
      return read.ok ? carryOut(read.read, by) : { kind: 'wrong', errors: read.errors }
    },
  }
}

function kindOf(
  answer: { kind: 'withdrawn-already' } | { kind: 'refused'; reason: string },
): 'missing' | 'conflict' | 'refused' {
  if (answer.kind === 'withdrawn-already') return 'conflict'
  return /^no-(excuse|vessel|group)$/.test(answer.reason) ? 'missing' : 'refused'
}
