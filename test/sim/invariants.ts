import assert from 'node:assert/strict'
import type { Copy, CopyEvent } from '../../shared/link/copy.ts'
import { dayDigests, rootDigest } from '../../shared/link/digest.ts'
import type { Note } from '../../shared/link/hub.ts'
import { claimsOf, type Journal, listOf } from '../../shared/link/journal.ts'
import type { ComponentId } from '../../shared/model.ts'
import { DAY_S, dayOf, type Seconds } from '../../shared/time.ts'
import { clip } from '../../shared/timeline.ts'
import { type Ack, type AgentMessage, type Claimed, DIGEST_DAYS, PART_BYTES } from '../../shared/wire/messages.ts'
import type { Decided } from './shore.ts'

/** What must hold at every step, not only when the dust has settled. */
export type Watch = {
  sent(message: AgentMessage, disk: Journal | null): void
  decided(what: Decided): void
  carried(direction: 'up' | 'down', bytes: Uint8Array): void
  answered(ack: Ack): void
  reported(what: string): void
  /** Somebody lost something that was known before. */
  lost(what: Loss): void
  /** From here on nothing changes any more. */
  settled(): void
  violated(text: string): void
  readonly violations: string[]
  readonly disagreements: () => number
  readonly nothingLost: () => boolean
  /** Since when anything was ever claimed of a component. */
  firstClaim(id: ComponentId): Seconds | null
  readonly quiet: () => { readonly up: number; readonly down: number; readonly others: readonly string[] }
}

/** More than this in one heartbeat is no part of a catch-up, no change and no answer: two sides talk past each other. */
const MOST_IN_A_HEARTBEAT = 40

const prodded: readonly (Note | null)[] = ['no-birth', 'wrong-list']

export type Loss = 'shore' | 'journal' | 'database' | 'configuration' | 'clock' | 'identity'

export function createWatch(now: () => number, note: (text: string) => void): Watch {
  const violations: string[] = []
  const journals = new Map<string, Journal>()
  const losses = new Set<Loss>()
  const recent: number[] = []
  const decidedOn = new Set<string>()
  const firstClaims = new Map<ComponentId, Seconds>()
  let shoreLostAt = -Infinity
  const bornAt = new Map<number, number>()
  let settled = false
  /** The copy and the journal that were compared last. */
  let equal: readonly [unknown, unknown] = [null, null]
  let disagreements = 0
  let seen = { session: 0, seq: 0 }
  const quiet = { up: 0, down: 0, others: [] as string[] }

  function violated(text: string): void {
    note(`VIOLATION: ${text}`)
    violations.push(text)
    // Enough is found; some defects would go on for ever.
    assert(violations.length < 20, violations[0])
  }

  return {
    violated,
    violations,
    disagreements: () => disagreements,
    nothingLost: () => losses.size === 0,
    firstClaim: (id) => firstClaims.get(id) ?? null,
    quiet: () => quiet,
    sent(message, disk) {
      const key = `${message.session}:${message.seq}`
      recent.push(now())
      while ((recent[0] ?? 0) < now() - 300) recent.shift()
      if (recent.length >= MOST_IN_A_HEARTBEAT && !losses.has('identity'))
        violated(`${recent.length} messages in one heartbeat`)
      if (journals.size > 60) journals.delete([...journals.keys()][0] ?? '')
      if (disk) journals.set(key, disk)
      if (message.kind === 'birth') {
        for (const { id, claims } of message.components) {
          const first = Math.min(firstClaims.get(id) ?? Infinity, claims[0]?.from ?? Infinity)
          if (first < Infinity) firstClaims.set(id, first)
        }
      }
      if (message.kind === 'birth' && !bornAt.has(message.session)) bornAt.set(message.session, now())
      if (settled && message.kind !== 'short') quiet.others.push(message.kind)
      const proof = message.kind === 'birth' ? message.proof : message.digest === null ? null : message
      if (disk === null) return violated(`${key} is sent before the journal is on disk`)
      if (disk.boots !== Math.floor(message.session / 0x1_0000)) violated(`${key} is of a session that is not on disk`)
      if (proof && rootOf(disk, proof.until) !== proof.digest) violated(`${key} proves a journal that is not on disk`)
      if (proof && proof.until !== disk.to) violated(`${key} speaks until a time that is not on disk`)
    },
    decided(what) {
      const { message, received, after, view, current } = what
      const key = `${message.session}:${message.seq}`
      const need = received.ack?.need.kind ?? 'no answer'
      decidedOn.add(key)
      note(
        `shore ${received.heard ? 'hears' : 'drops'} ${key}: ${need}${received.ack?.current ? ', a newer session' : ''}`,
      )
      const told = received.events.find((event) => event.type === 'born' || event.type === 'told')
      const isNew = message.session > view.session || (message.session === view.session && message.seq > view.seq)
      if (received.heard && !isNew) violated(`${key} is heard though ${view.session}:${view.seq} was`)
      if (told) {
        const later = message.session > seen.session || (message.session === seen.session && message.seq > seen.seq)
        if (!later && !losses.has('shore')) violated(`${key} is stored after ${seen.session}:${seen.seq}`)
        seen = { session: message.session, seq: message.seq }
        staysOutside(what, told, violated)
      }
      if (!what.upToDate) violated(`${key} is stored after something that it does not know`)
      movesSoundly(what, violated)
      const known = what.before.copy.current?.session === message.session
      const taken = received.heard && message.kind !== 'birth' && !prodded.includes(received.note)
      if (taken && !known) violated(`${key} is taken in without its session's birth`)
      const proven = received.heard && received.note === null
      const journal = journals.get(key)
      const proof = message.kind === 'birth' ? message.proof : message.digest === null ? null : message
      const compared = equal[0] === after.copy.timelines && equal[1] === journal?.components
      if (proven && proof && journal && !compared) {
        equals(after.copy, journal, proof.until, violated, key)
        equal = [after.copy.timelines, journal.components]
      }
      const lostInSession = shoreLostAt > (bornAt.get(message.session) ?? Infinity)
      if (need === 'days' && message.kind !== 'birth' && !lostInSession && current && !losses.has('identity')) {
        violated(`${key}, a ${message.kind}, was answered with days though nothing was lost`)
      }
    },
    answered({ session, seq }) {
      if (!decidedOn.has(`${session}:${seq}`)) violated(`${session}:${seq} is answered before it is stored`)
    },
    carried(direction, bytes) {
      if (direction === 'up' && bytes.length > PART_BYTES) violated(`a message has ${bytes.length} bytes`)
      if (settled) quiet[direction] += bytes.length
    },
    reported(what) {
      if (what === 'differs-although-told') disagreements++
    },
    lost(what) {
      losses.add(what)
      if (what === 'shore') shoreLostAt = now()
    },
    settled() {
      settled = true
    },
  }
}

const rootOf = (journal: Journal, until: Seconds) => rootDigest(dayDigests(claimsOf(journal.components), dayOf(until)))

/** A proof that holds means that the copy is the journal, within the claims and the days that it covers. */
function equals(copy: Copy, journal: Journal, until: Seconds, violated: (text: string) => void, key: string): void {
  const span = { from: (dayOf(until) - DIGEST_DAYS + 1) * DAY_S, to: until }
  for (const { id, timeline } of journal.components) {
    const claims = listOf(journal.components).find((one) => one.id === id)?.claims ?? []
    const own = claims.flatMap((claim) => clip(copy.timelines.get(id) ?? [], claim))
    if (JSON.stringify(clip(own, span)) !== JSON.stringify(clip(timeline, span))) {
      violated(`${key} was taken for proven, but ${id} differs`)
    }
  }
}

/** Nothing outside the claims changes before the watermark, or before where it moves back to. */
function staysOutside(
  { before, after, view, message }: Decided,
  { seen }: CopyEvent,
  violated: (text: string) => void,
): void {
  const components: readonly Claimed[] =
    message.kind === 'birth' ? message.components : (before.copy.current?.components ?? [])
  const bound = Math.min(view.watermark ?? -Infinity, seen.watermark ?? -Infinity)
  const kept = (seen.watermark ?? -Infinity) - 36 * DAY_S
  for (const [id, timeline] of before.copy.timelines) {
    const claims = components.find((one) => one.id === id)?.claims ?? []
    const edges = [kept, ...claims.flatMap(({ from, to }) => [from, to]), bound]
    for (let i = 0; i < edges.length; i += 2) {
      const gap = { from: Math.max(kept, edges[i] ?? 0), to: Math.min(bound, edges[i + 1] ?? bound) }
      if (gap.from >= gap.to) continue
      const left = JSON.stringify(clip(timeline, gap))
      if (left !== JSON.stringify(clip(after.copy.timelines.get(id) ?? [], gap))) {
        violated(`${message.session}:${message.seq} changes ${id} outside its claims`)
      }
    }
  }
}

/** The watermark moves only with what joins on to it, or with a proof. */
function movesSoundly({ message, received, before, view }: Decided, violated: (text: string) => void): void {
  const { watermark } = received.hearing.seen
  if (!received.heard || watermark === view.watermark) return
  const unproven = message.kind === 'full' && (message.digest === null || received.ack?.need.kind === 'days')
  const proven = message.kind === 'full' ? !unproven : received.note === null
  const claims = before.copy.current?.components.flatMap((one) => one.claims.map(({ from }) => from)) ?? []
  const least = Math.min(Infinity, ...claims)
  const joins = message.kind === 'full' && message.from <= Math.max(view.watermark ?? -Infinity, least)
  if (!proven && !joins) violated(`${message.session}:${message.seq} moves the watermark past what was not told`)
}
