import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import type { Piece } from '../../../web/layout.ts'
import { type FleetChoice, fleetAddress } from '../../../web/pages/fleet/choice.ts'
import type { AlertQuery } from '../../ports/views.ts'
import { type ApiNews, apiPicture } from '../api.ts'
import { alertsPicture, approvalsPicture, fleetPicture, type VesselSources, vesselPicture } from '../pictures.ts'
import { type Board, createBoard } from './board.ts'

/** One board for the API, and one for each choice of the fleet, each vessel and each choice of alerts that somebody looks at. */
export type Boards = {
  readonly fleet: (choice: FleetChoice) => Board<Piece>
  readonly news: Board<ApiNews>
  readonly vessel: (id: VesselId) => Board<Piece>
  readonly alerts: (query: AlertQuery) => Board<Piece>
  /** One for those who may decide, one for those who look. */
  readonly approvals: (mayDecide: boolean) => Board<Piece>
}

export function createBoards(sources: VesselSources, clock: Clock, log: Log): Boards {
  const { views } = sources
  const failed = (error: unknown): void => log.error({ error }, 'what is shown could not be drawn')
  const common = { clock, failed }
  const ofPieces = { ...common, textOf }
  const ofAnything = (listener: () => void) => views.changed(() => listener())
  const fleets = whileWatched<Piece>()
  const vessels = whileWatched<Piece>()
  const alerts = whileWatched<Piece>()
  const approvals = whileWatched<Piece>()
  return {
    fleet: (choice) =>
      fleets(fleetAddress(choice), () =>
        createBoard<Piece>({
          ...ofPieces,
          name: `fleet${fleetAddress(choice)}`,
          draw: () => fleetPicture(views, choice),
          changed: ofAnything,
        }),
      ),
    approvals: (mayDecide) =>
      approvals(`${mayDecide}`, () =>
        createBoard<Piece>({
          ...ofPieces,
          name: mayDecide ? 'approvals' : 'proposals',
          draw: () => approvalsPicture(views, mayDecide),
          changed: ofAnything,
        }),
      ),
    news: createBoard<ApiNews>({
      ...common,
      name: 'news',
      textOf: ({ data }) => data,
      draw: async () => apiPicture(await views.fleet()),
      changed: ofAnything,
    }),
    vessel: (id) =>
      vessels(id, () =>
        createBoard<Piece>({
          ...ofPieces,
          name: id,
          draw: () => vesselPicture(sources, id),
          changed: (listener) => views.changed((changed) => (changed === null || changed === id) && listener()),
        }),
      ),
    alerts: (query) =>
      alerts(JSON.stringify(query), () =>
        createBoard<Piece>({
          ...ofPieces,
          name: 'alerts',
          draw: () => alertsPicture(views, query),
          changed: ofAnything,
        }),
      ),
  }
}

/** With what belongs to it: when that changes, it is sent again. */
const textOf = ({ html, also = [] }: Piece): string => [html, ...also.map((piece) => piece.html)].join('')

/** Keeps a board for as long as somebody looks at it. */
function whileWatched<T>(): (key: string, create: () => Board<T>) => Board<T> {
  const boards = new Map<string, Board<T>>()
  return (key, create) => {
    for (const [other, board] of boards) if (other !== key && board.watchers() === 0) boards.delete(other)
    const board = boards.get(key) ?? create()
    boards.set(key, board)
    return board
  }
}
