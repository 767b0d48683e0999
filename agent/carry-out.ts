import { Fault } from '../shared/fault.ts'
import type { Effect } from '../shared/link/agent-state.ts'
import type { Journal } from '../shared/link/journal.ts'
import type { Log } from '../shared/runtime/log.ts'
import { encodeBirth, encodeSummary } from '../shared/wire/codec.ts'
import type { AgentMessage } from '../shared/wire/messages.ts'
import type { JournalStore, Uplink } from './ports.ts'

/** Carries out what the link machine wants, in its order: nothing is sent that is not on disk. */
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
  readonly log: Log
  readonly published: (message: AgentMessage) => void
}

export function createCarryOut({ store, uplink, log, published }: CarryOutParts): CarryOut {
  let work: Promise<void> = Promise.resolve()
  let trouble: Fault | null = null

  /** Without the save what comes after it is left out: the machine misses the PUBACK and tries again. */
  async function inOrder(effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'save':
          if (!(await saved(store.save(effect.journal)))) return
          break
        case 'keep-copy':
          if (!(await saved(store.keepCopy(effect.journal)))) return
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

  async function saved(saving: Promise<void>): Promise<boolean> {
    try {
      await saving
      if (trouble !== null) log.info({}, 'the journal can be saved again')
      trouble = null
      return true
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const { message, hint } = error
      if (message !== trouble?.message) log.error({ hint }, `${message} Nothing is sent until it can.`)
      trouble = error
      return false
    }
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
      if (effects.length > 0) work = work.then(() => inOrder(effects))
    },
    diskTrouble: () => trouble,
    async finish(journal) {
      await work
      await saved(store.save(journal))
    },
  }
}

const REPORTS: Readonly<Record<Extract<Effect, { kind: 'report' }>['what'], string>> = {
  'differs-although-told': "shore's copy differs although everything was told; comparing anew in an hour",
  'clock-was-ahead': 'the clock had been ahead: what the journal says of the time to come is cut off, a copy is kept',
}
