import assert from 'node:assert/strict'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import type { Stage, TicketEvent } from '../../hub/core/tickets/ticket.ts'
import { vesselHandle } from '../../hub/handles.ts'
import { createReact, type ReactParts } from '../../hub/outbox/react.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import { Fault } from '../../shared/fault.ts'
import { isVesselId } from '../../shared/model.ts'
import { type Log, quietLog } from '../../shared/runtime/log.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { givenJira, LABEL, order, T } from './jira/given-jira.ts'

export const vessel = vesselNamed('mv-aurora')
export const TICKET = 'p-1'
export const wanted: Extract<TicketEvent, { type: 'ticket-wanted' }> = {
  type: 'ticket-wanted',
  ticket: TICKET,
  label: LABEL,
  assets: [],
  incidents: ['i-1'],
  draft: order.draft,
  key: null,
  by: { kind: 'local', name: 'mate' },
}

type Options = Parameters<typeof givenJira>[1] & { readonly closeDoubles?: boolean; readonly settleS?: number }

/** A hub's outbox, in a world of virtual time, before the stand-in for JIRA. */
export async function givenReact(options: Options = {}) {
  const clock = virtualClock(T * 1000)
  const { jira, tracker, requests } = givenJira(clock, options)
  await tracker.probe()
  const memory = createMemoryLog()
  let broken = false
  const log: typeof memory = {
    ...memory,
    async append(...batch) {
      if (broken) throw new Fault('unavailable', 'the disk is full')
      return memory.append(...batch)
    },
  }
  const said: string[] = []
  const note = (level: string) => (details: object, message: string) =>
    void said.push(`${level} ${message} ${JSON.stringify(details)}`)
  const parts = {
    tracker,
    clock,
    random: () => 0.5,
    log: { ...quietLog, info: note('info'), warn: note('warn'), error: note('error') } satisfies Log,
    policy: { settleS: options.settleS ?? 600, sendWithinS: 45, optionalFields: tracker.optionalFields },
    pages: 'https://watch.example.com',
    closeDoubles: options.closeDoubles ?? false,
    asked: () => {},
  }
  const hub = createHub(log, parts)
  const ticketOf = async (id: string) => (await hub.state()).tickets.get(id)
  const ticket = () => ticketOf(TICKET)
  return {
    clock,
    jira,
    requests,
    said,
    log,
    react: hub.react,
    ticket,
    ticketOf,
    stage: async (): Promise<Stage['kind'] | undefined> => (await ticket())?.stage.kind,
    types: () => log.batches().flatMap(({ events }) => events.map(({ type }) => type.slice(7))),
    happens: hub.happens,
    become: hub.become,
    /** From now on nothing can be written down. */
    breakLog(now: boolean) {
      broken = now
    },
    /** Another hub on the same log. */
    another: () => createHub(log, parts),
  }
}

let ids = 0

function createHub(log: EventLog, parts: Omit<ReactParts, 'handle'>) {
  const { clock } = parts
  const handle = vesselHandle({
    log,
    nowMs: () => clock.now(),
    newId: () => `${ids++}`,
    signal: new AbortController().signal,
  })
  const react = createReact({ ...parts, handle })
  react.start([vessel])
  const stream = vesselStream(vessel)
  return {
    react,
    state: () => handle.state(stream),
    async happens(...events: readonly TicketEvent[]) {
      const at = Math.floor(clock.now() / 1000)
      const dated = events.map((event) => ({ ...event, at, learnedAt: at }))
      await handle.command(stream, () => ({ events: dated, answer: null }))
      react.noticed(vessel)
    },
    /** Anything that becomes true of the vessel. */
    async become(...events: readonly VesselEvent[]) {
      await handle.command(stream, () => ({ events, answer: null }))
      react.noticed(vessel)
    },
    /** What another hub has appended. */
    async noticed() {
      handle.noticed({ stream, position: await log.head(stream) })
      react.noticed(vessel)
    },
  }
}

/** After the usual story. */
export async function givenLinked(options: Options = {}) {
  const world = await givenReact(options)
  await world.happens(wanted)
  await world.clock.advance(2_000)
  assert.equal(await world.stage(), 'linked')
  return world
}

function vesselNamed(text: string) {
  if (!isVesselId(text)) throw new RangeError(text)
  return text
}
