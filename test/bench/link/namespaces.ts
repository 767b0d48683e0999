import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'

/** Two network namespaces with one cable between them, and a counter of every IP byte on the ship's end of it. */
export type Cable = {
  /** Starts a script in one of the two, with a channel to it. */
  run(where: 'ship' | 'shore', script: string, args: readonly string[]): ChildProcess
  /** IP bytes and packets since the last look, counted once nothing has moved for `quietMs`. */
  counted(quietMs: number): Promise<Counted>
  sysctl(where: 'ship' | 'shore', setting: string): void
  remove(): void
}

export type Counted = {
  readonly up: number
  readonly down: number
  readonly packetsUp: number
  readonly packetsDown: number
}

export const SHORE = '10.203.77.1'
const SHIP = '10.203.77.2'

/** Why it cannot be measured here; null when it can. */
export function cannotMeasure(): string | null {
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  for (const program of ['ip', 'nft', 'sysctl']) {
    try {
      execFileSync(program, ['-V'], { stdio: 'ignore' })
    } catch {
      return `${program} is not installed`
    }
  }
  return null
}

export function layCable(): Cable {
  const names = { ship: `wk-ship-${process.pid}`, shore: `wk-shore-${process.pid}` }
  const ip = (...args: string[]) => execFileSync('ip', args)
  const inside = (where: 'ship' | 'shore', ...command: string[]) => ip('netns', 'exec', names[where], ...command)
  const remove = () => {
    for (const name of Object.values(names)) spawnSync('ip', ['netns', 'del', name])
  }
  try {
    ip('netns', 'add', names.ship)
    ip('netns', 'add', names.shore)
    ip('-n', names.ship, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', names.shore)
    for (const [where, address] of [
      ['ship', SHIP],
      ['shore', SHORE],
    ] as const) {
      inside(where, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1')
      ip('-n', names[where], 'addr', 'add', `${address}/24`, 'dev', 'cable')
      ip('-n', names[where], 'link', 'set', 'lo', 'up')
      ip('-n', names[where], 'link', 'set', 'cable', 'up')
    }
    inside('ship', 'nft', COUNTERS)
  } catch (error) {
    remove()
    throw error
  }
  let before: Counted = NOTHING
  const read = () => readCounters(inside('ship', 'nft', '-j', 'list', 'counters').toString())
  return {
    remove,
    sysctl: (where, setting) => inside(where, 'sysctl', '-qw', setting),
    run: (where, script, args) =>
      spawn('ip', ['netns', 'exec', names[where], process.execPath, script, ...args], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    async counted(quietMs) {
      for (let last = read(); ; ) {
        await new Promise((resolve) => setTimeout(resolve, quietMs))
        const now = read()
        if (now.packetsUp === last.packetsUp && now.packetsDown === last.packetsDown) {
          const news = minus(now, before)
          before = now
          return news
        }
        last = now
      }
    },
  }
}

const COUNTERS = `
table inet bytes {
  counter up { }
  counter down { }
  chain leaving { type filter hook output priority 0; oifname "cable" counter name up; }
  chain arriving { type filter hook input priority 0; iifname "cable" counter name down; }
}`

const NOTHING: Counted = { up: 0, down: 0, packetsUp: 0, packetsDown: 0 }

type Listed = { readonly nftables: readonly { readonly counter?: { name: string; bytes: number; packets: number } }[] }

function readCounters(json: string): Counted {
  const { nftables }: Listed = JSON.parse(json)
  const of = (name: string) =>
    nftables.find(({ counter }) => counter?.name === name)?.counter ?? { bytes: 0, packets: 0 }
  return { up: of('up').bytes, down: of('down').bytes, packetsUp: of('up').packets, packetsDown: of('down').packets }
}

const minus = (now: Counted, then: Counted): Counted => ({
  up: now.up - then.up,
  down: now.down - then.down,
  packetsUp: now.packetsUp - then.packetsUp,
  packetsDown: now.packetsDown - then.packetsDown,
})
