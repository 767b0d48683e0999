import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { type Piece, partials } from '../../../web/layout.ts'
import { type FleetChoice, fleetAddress } from '../../../web/pages/fleet/choice.ts'
import type { AlertQuery } from '../../ports/views.ts'
import { type ApiNews, apiMessages, apiPicture } from '../api.ts'
import {
  alertsPicture,
  approvalsPicture,
  fleetPicture,
  fleetReading,
  single,
  type VesselSources,
  vesselPicture,
} from '../pictures.ts'
import { type Board, type BoardOptions, createBoard } from './board.ts'
import { createPulse } from './pulse.ts'
import { sharedTurn } from './shared-turn.ts'

/** One board for the API, and one for each choice of the fleet, each vessel and each choice of alerts that somebody looks at. */
export type Boards = {
  readonly fleet: (choice: FleetChoice) => Board<Piece>
  readonly news: Board<ApiNews>
  /** Of these, one for those who may act or decide, one for those who look. */
  readonly vessel: (id: VesselId, mayAct: boolean) => Board<Piece>
  readonly alerts: (query: AlertQuery, mayAct: boolean) => Board<Piece>
  readonly approvals: (mayDecide: boolean) => Board<Piece>
  /** Of a page that is a single piece. */
  readonly single: (name: string, draw: () => Promise<Piece>) => Board<Piece>
}

type BoardsOptions = {
  readonly sources: VesselSources
  /** Of the program and its files, for pages of another one. */
  readonly edition: string
  readonly clock: Clock
  readonly log: Log
}

export function createBoards({ sources, edition, clock, log }: BoardsOptions): Boards {
  const { views } = sources
  const common = {
    clock,
    pulse: createPulse(views.changed, clock),
    failed: (error: unknown): void => log.error({ error }, 'what is shown could not be drawn'),
    concerns: () => true,
  }
  const ofPieces = (own: Pick<BoardOptions<Piece>, 'name' | 'draw'> & Partial<BoardOptions<Piece>>): Board<Piece> =>
    createBoard({ ...common, textOf, messages: pageMessages(edition), ...own })
  // All choices of the fleet are drawn from one read.
  const reading = sharedTurn(() => fleetReading(views))
  const fleets = whileWatched<Piece>()
  const vessels = whileWatched<Piece>()
  const alerts = whileWatched<Piece>()
  const approvals = whileWatched<Piece>()
  return {
    fleet: (choice) => {
      const address = fleetAddress(choice)
      const draw = async () => fleetPicture(await reading(), choice)
      return fleets(address, () => ofPieces({ name: `fleet${address}`, draw }))
    },
    news: createBoard<ApiNews>({
      ...common,
      name: 'news',
      textOf: ({ data }) => data,
      messages: apiMessages,
      draw: async () => apiPicture((await reading()).fleet),
    }),
    vessel: (id, mayAct) =>
      vessels(`${id} ${mayAct}`, () =>
        ofPieces({
          name: mayAct ? `${id}-deeds` : id,
          draw: () => vesselPicture(sources, id, mayAct),
          concerns: (changed) => changed === null || changed === id,
        }),
      ),
    alerts: (query, mayAct) =>
      alerts(JSON.stringify({ ...query, mayAct }), () =>
        ofPieces({ name: mayAct ? 'alerts-deeds' : 'alerts', draw: () => alertsPicture(views, query, mayAct) }),
      ),
    approvals: (mayDecide) =>
      approvals(`${mayDecide}`, () =>
        ofPieces({
          name: mayDecide ? 'approvals' : 'proposals',
          draw: () => approvalsPicture(views, mayDecide),
        }),
      ),
    // What it is drawn from may be slow, as a disk is: others do not wait for it.
    single: (name, draw) =>
      ofPieces({ name, pulse: createPulse(views.changed, clock), draw: async () => single(await draw()) }),
  }
}

/** With what belongs to it: when that changes, it is sent again. */
const textOf = ({ html, also = [] }: Piece): string => [html, ...also.map((piece) => piece.html)].join('')

// A page that the program drew itself, in this life, needs no whole; any other may be of another edition.
const pageMessages =
  (edition: string): BoardOptions<Piece>['messages'] =>
  (news) =>
    news.kind === 'whole'
      ? [{ event: 'edition', data: edition }, { data: partials([news.whole]) }]
      : [{ data: partials(news.parts) }]

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
