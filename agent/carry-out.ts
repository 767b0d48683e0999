import { Fault } from '../shared/fault.ts'
import type { Effect } from '../shared/link/agent-state.ts'
import type { Journal } from '../shared/link/journal.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { encodeBirth, encodeSummary } from '../shared/wire/codec.ts'
import type { AgentMessage } from '../shared/wire/messages.ts'
import type { JournalStore, Uplink } from './ports.ts'

/** Carries out what the link machine wants, in its order: what is sent is on disk, as long as the disk takes it. */
export interface CarryOut {
  effects(effects: readonly Effect[]): void
  /** Why the journal cannot be saved; null while it can. */
  diskTrouble(): Fault | null
  /** Settles when everything is done and the journal is on disk. */
  finish(journal: Journal): Promise<void>
}

export type CarryOutParts = {
  readonly store: JournalStore
  readonly uplink: Pick<Uplink, 'publish' | 'redial'>
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
  readonly published: (message: AgentMessage) => void
  readonly diskRefuses: (refuses: boolean) => void
  /** Something could not be carried out that must always be possible. */
  readonly broke: (error: unknown) => void
}

const SAVE_LIMIT_MS = 30_000

/**
 * A disk that refuses does not make the vessel mute: what it refused is sent all the same, against rule 7. While this
 * process lives it changes nothing, since session, list and numbers go on in memory. The next one begins from an older
 * journal, as after a restored disk: shore answers a session at or below one it knows with that one, and the agent rises
 * above it (rule 8); what shore has of the time since lies outside of the old claims and stays, or makes the digests
 * differ and is told again from the database (rule 10). Shore takes nothing for proven but an equal digest, so it may
 * be told twice, but never believes what is not so.
 */
export function createCarryOut({ store, uplink, clock, log, published, diskRefuses, broke }: CarryOutParts): CarryOut {
  let work: Promise<void> = Promise.resolve()
  let trouble: Fault | null = null
  const inTime = limited(clock)

  async function inOrder(effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'save':
          await saved(() => store.save(effect.journal))
          break
        case 'keep-copy':
          await saved(() => store.keepCopy(effect.journal))
          break
        case 'send':
          send(effect.message)
          break
        case 'redial':
          log.info({ reason: effect.reason }, 'closing the connection to dial anew')
          uplink.redial(effect.reason)
          break
        case 'report':
          log.warn({ what: effect.what }, REPORTS[effect.what])
          break
      }
    }
  }

  async function saved(save: () => Promise<void>): Promise<void> {
    const before = trouble
    trouble = await inTime(save)
    if (trouble !== null && trouble.message !== before?.message) {
      log.error({ hint: trouble.hint }, `${trouble.message} What is measured is told to shore all the same.`)
    }
    if (trouble === null && before !== null) log.info({}, 'the journal can be saved again')
    if ((trouble === null) !== (before === null)) diskRefuses(trouble !== null)
  }

  function send(message: AgentMessage): void {
    const sending =
      message.kind === 'birth'
        ? uplink.publish('birth', encodeBirth(message))
        : uplink.publish('summary', encodeSummary(message))
    sending.then(
      () => published(message),
      // The connection went first: the uplink says so, and the journal still has it.
      () => undefined,
    )
  }

  return {
    effects(effects) {
      if (effects.length > 0) work = work.then(() => inOrder(effects)).catch(broke)
    },
    diskTrouble: () => trouble,
    async finish(journal) {
      await work
      await saved(() => store.save(journal))
    },
  }
}

/** Says why something could not be done, also when a disk does not even refuse: while that lasts, it is not asked again. */
function limited(clock: Pick<Clock, 'after'>): (work: () => Promise<void>) => Promise<Fault | null> {
  let stuck: Fault | null = null
  return async (work) => {
    if (stuck !== null) return stuck
    const working = work().then(
      () => null,
      (error: unknown) => {
        if (error instanceof Fault) return error
        throw error
      },
    )
    let cancel = () => {}
    // In two halves: time that the whole process lost at once (stopped, or its machine paused) is not the disk's fault.
    const late = new Promise<Fault>((resolve) => {
      cancel = clock.after(SAVE_LIMIT_MS / 2, () => {
        cancel = clock.after(SAVE_LIMIT_MS / 2, () => resolve(SILENT_DISK))
      })
    })
    const outcome = await Promise.race([working, late])
    cancel()
    if (outcome !== SILENT_DISK) return outcome
    stuck = SILENT_DISK
    void working.finally(() => {
      stuck = null
    })
    return outcome
  }
}

const SILENT_DISK = new Fault('unavailable', 'The journal cannot be saved: the disk does not answer.', {
  retry: true,
  hint: 'Look for errors of the disk; it may have to be replaced.',
})

const REPORTS: Readonly<Record<Extract<Effect, { kind: 'report' }>['what'], string>> = {
  'differs-although-told': "shore's copy differs although everything was told; comparing anew in an hour",
  'clock-was-ahead': 'the clock had been ahead: what the journal says of the time to come is cut off, a copy is kept',
  'births-unanswered':
    'shore takes what this agent says of itself and answers nothing: it cannot read it, and says on the page of the vessel why',
  'unreachable-session':
    'somebody else has spoken for this vessel, by a session above all that can be: until `watchkeeper vessel rotate --now` on shore it is not heard',
}
