import { setImmediate as nextTurn } from 'node:timers/promises'
import * as v from 'valibot'
import { createAgent } from '../../../agent/agent.ts'
import { agentSettings } from '../../../agent/settings.ts'
import { createLog } from '../../../shared/runtime/log.ts'
import { virtualClock } from '../../fakes/clock.ts'

/**
 * The agent's process: the real agent on a clock that leaps from timer to timer. Before each leap it waits until nothing
 * is going on here, and asks the world around it, which has the same time, whether it may.
 */
export type ToWorld =
  | { readonly kind: 'may-leap'; readonly toMs: number }
  /** After a garbage collection. `cpuMs` is of the agent's work alone. */
  | { readonly kind: 'measured'; readonly cpuMs: number; readonly rssBytes: number; readonly heapBytes: number }
export type ToAgent =
  | { readonly kind: 'start'; readonly settings: unknown; readonly nowMs: number }
  | { readonly kind: 'leap' | 'wait' | 'measure' }

const heard: ToAgent[] = []
let wake = () => {}
process.on('message', (order: ToAgent) => {
  heard.push(order)
  wake()
})
process.on('disconnect', () => process.exit())

async function order(): Promise<ToAgent> {
  for (;;) {
    const next = heard.shift()
    if (next) return next
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}
const tell = (told: ToWorld) => process.send?.(told)

const begin = await order()
if (begin.kind !== 'start') throw new Error('the first order is to start')
const clock = virtualClock(begin.nowMs)
const agent = await createAgent({
  settings: v.parse(agentSettings, begin.settings),
  clock,
  random: Math.random,
  log: createLog('agent', 'warn'),
  version: 'bench',
  builtAt: 0,
})
await agent.start()

let idleUs = 0
for (;;) {
  await quiet()
  const inMs = clock.nextInMs()
  if (inMs === null) continue
  const before = process.cpuUsage()
  tell({ kind: 'may-leap', toMs: clock.now() + inMs })
  const { kind } = await order()
  if (kind === 'measure') measure()
  const spent = process.cpuUsage(before)
  idleUs += spent.user + spent.system
  // Something may have come while it asked.
  if (kind === 'leap' && !isBusy() && clock.nextInMs() === inMs) await clock.advance(inMs)
}

/** Nothing is under way to disk or sockets, and everything that has come has been taken in. */
async function quiet(): Promise<void> {
  do await nextTurn()
  while (isBusy())
  await nextTurn()
}

function isBusy(): boolean {
  return process.getActiveResourcesInfo().some((resource) => /Req|ConnectWrap|WriteWrap/.test(resource))
}

function measure(): void {
  const { user, system } = process.cpuUsage()
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  tell({ kind: 'measured', cpuMs: (user + system - idleUs) / 1000, rssBytes: rss, heapBytes: heapUsed })
}
