import type { VesselEvent } from '../../../hub/core/events.ts'
import { DAY_S, HOUR_S } from '../../../shared/time.ts'
import { eventsOf, hubWasThere, type World } from './evidence.ts'

/** One event, one message: repeated only while nobody knows whether it went out, and then as the same. */
export function noticeFaults(world: World): readonly string[] {
  return [...repeated(world), ...unfounded(world), ...untold(world), ...uncalled(world), ...undigested(world)]
}

function repeated({ attempts, batches, logId }: World): readonly string[] {
  const settled = new Map<string, number>()
  const wanted = new Set<string>()
  for (const { events } of batches) {
    for (const event of events) {
      if (event.type === 'notice-wanted') {
        if (wanted.has(event.notice)) return [`${event.notice} is wanted twice`]
        wanted.add(event.notice)
      }
      if (event.type === 'notice-sent' || event.type === 'notice-refused')
        settled.set(`${event.channel} ${event.notice}.${logId}`, event.at)
    }
  }
  const last = new Map<string, (typeof attempts)[number]>()
  return attempts.flatMap((attempt) => {
    const { channel, key, at, life } = attempt
    const way = `${channel} ${key}`
    const before = last.get(way)
    last.set(way, attempt)
    const found: string[] = []
    if (!wanted.has(key.slice(0, -logId.length - 1))) found.push(`${way} was sent, which nobody wanted`)
    if (at > (settled.get(way) ?? Infinity)) found.push(`${way} was sent again after it was settled`)
    if (before && (before.told === 'sent' || before.told === 'refused') && before.life === life)
      found.push(`${way} was sent again though its outcome was known`)
    if (before && JSON.stringify(before.message) !== JSON.stringify(attempt.message))
      found.push(`${way} was sent again with other words`)
    return found
  })
}

/** Each time something is told of an alert or a proposal there is news of it that was not told before, or a ticket waits. */
function unfounded(world: World): readonly string[] {
  return world.life.vessels.flatMap(({ id }) => {
    const news = new Map<string, number>()
    const found: string[] = []
    const types = ['alert-opened', 'alert-released', 'alert-resolved'] as const
    const calls = ['proposal-raised', 'proposal-reminded', 'proposal-escalated'] as const
    const waits = waitsOf(world.policy.proposals)
    for (const event of eventsOf(world, id, ...types, ...calls, ...OF_TICKETS, 'notice-wanted')) {
      if (isOfTicket(event)) waits.happens(event)
      else if (event.type === 'notice-wanted') {
        for (const of of event.of ?? []) {
          if (!waits.told(of, event.at) && (news.get(of) ?? 0) === 0)
            found.push(`${id}: ${of} is told again in ${event.notice} without news`)
          news.set(of, 0)
        }
      } else {
        const of = 'alert' in event ? event.alert : event.proposal
        news.set(of, (news.get(of) ?? 0) + 1)
      }
    }
    return found
  })
}

const OF_TICKETS = ['ticket-refused', 'ticket-held', 'ticket-wanted', 'ticket-dropped'] as const
type OfTicket = Extract<VesselEvent, { type: (typeof OF_TICKETS)[number] }>
const isOfTicket = (event: VesselEvent): event is OfTicket => OF_TICKETS.some((type) => type === event.type)

/** The tickets that wait for a person: told at once, reminded of now and then, and once more when it has been long. */
function waitsOf({ remindAfterS, escalateAfterS }: World['policy']['proposals']) {
  const waiting = new Map<string, { readonly since: number; toldAt: number | null }>()
  return {
    happens({ type, ticket, at }: OfTicket) {
      if (type === 'ticket-wanted' || type === 'ticket-dropped') waiting.delete(ticket)
      else waiting.set(ticket, { since: at, toldAt: null })
    },
    /** Whether it was time to tell of it. */
    told(of: string, at: number): boolean {
      const one = waiting.get(of)
      if (one === undefined) return false
      const { since, toldAt } = one
      one.toldAt = at
      const isLong = toldAt !== null && toldAt < since + escalateAfterS && at >= since + escalateAfterS
      return toldAt === null || at >= toldAt + remindAfterS || isLong
    },
    untold: (before: number) =>
      [...waiting].flatMap(([ticket, { since, toldAt }]) => (toldAt === null && since < before ? [ticket] : [])),
  }
}

/** Of each ticket that waits for a person somebody was told. */
function uncalled(world: World): readonly string[] {
  if (world.channels.length === 0) return []
  return world.life.vessels.flatMap(({ id }) => {
    const waits = waitsOf(world.policy.proposals)
    for (const event of eventsOf(world, id, ...OF_TICKETS, 'notice-wanted'))
      if (event.type !== 'notice-wanted') waits.happens(event)
      else for (const of of event.of ?? []) waits.told(of, event.at)
    return waits.untold(world.end - HOUR_S).map((ticket) => `${id}: nobody was told that ${ticket} waits for a person`)
  })
}

/** What is open and calls somebody was told on every channel that took messages; nothing is left in the outbox. */
function untold(world: World): readonly string[] {
  const { attempts, batches, channels, logId } = world
  const settled = new Set<string>()
  for (const { events } of batches)
    for (const event of events)
      if (event.type === 'notice-sent' || event.type === 'notice-refused')
        settled.add(`${event.channel} ${event.notice}`)
  // What was wanted just now may still be on its way.
  const due = eventsOf(world, null, 'notice-wanted').filter(({ at }) => at < world.end - HOUR_S)
  const left = due.flatMap(({ notice, channels: all }) =>
    all
      .filter((channel) => !settled.has(`${channel} ${notice}`))
      .map((channel) => `${notice} is left undone on ${channel}`),
  )
  const sent = eventsOf(world, null, 'notice-sent').filter(
    ({ channel, notice }) =>
      !attempts.some((one) => one.out && one.channel === channel && one.key === `${notice}.${logId}`),
  )
  const told = new Set(eventsOf(world, null, 'notice-wanted').flatMap(({ of }) => of ?? []))
  const open = world.alerts.filter(({ state }) => state === 'open')
  return [
    ...left,
    ...sent.map(({ notice, channel }) => `${notice} is said to be sent on ${channel}, and never went out`),
    ...(channels.length > 0 ? open.filter(({ id }) => !told.has(id)) : []).map(
      ({ id, vessel }) => `${vessel.id}: nobody was told of ${id}`,
    ),
  ]
}

/** Each day that the hub was there in the hours after the digest was due has one. */
function undigested(world: World): readonly string[] {
  const { life, end, policy } = world
  const digest = policy.notices?.digest ?? null
  if (digest === null) return []
  const days = new Set<string>()
  for (const event of world.batches.flatMap(({ events }) => events))
    if (event.type === 'notice-wanted' && event.about?.kind === 'digest') days.add(event.about.day)
  const found: string[] = []
  const midnight = life.begin - (life.begin % DAY_S)
  for (let due = midnight + DAY_S + digest.wallS; due < end - 4 * HOUR_S; due += DAY_S) {
    const day = new Date(due * 1000).toISOString().slice(0, 10)
    if (!days.has(day) && hubWasThere(world, { from: due, to: due + 4 * HOUR_S })) found.push(`${day} has no digest`)
  }
  return found
}
