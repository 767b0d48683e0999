import type { Disk } from '../../agent/adapters/lowdb/disk.ts'

/**
 * A folder on a disk that keeps only what was asked to last. When the power fails, each change of a name since the last
 * sync of the folder may be there or not, whichever came first; what was written to a file and not synced may be there,
 * in part, as garbage or not at all. It can lose power before any operation, fill up, refuse, and garble what it holds.
 */
export interface TestDisk extends Disk {
  /** The number of operations so far. */
  readonly operations: number
  readonly writtenBytes: number
  readonly files: ReadonlyMap<string, string>
  /** The power fails at this operation, which may have been half done. */
  failPowerAt(operation: number): void
  /** The machine starts again; `choose(n)` says which of n fates befalls what was not synced. */
  restart(choose: (fates: number) => number): void
  /** From now on every change is refused with this code, or with `ENOSPC` when the files are over `capacity`. */
  refuse(code: string | null): void
  limit(capacity: number): void
  /** From now on nothing can be listed or read. */
  refuseReading(code: string | null): void
  /** From now on no change comes to an end, until what is returned is called. */
  hang(): () => void
  /** Puts other content in the place of what a file holds; null removes it. */
  spoil(name: string, content: string | null): void
}

type Node = { live: string; lasting: string }
type Rename = { readonly gone: string | null; readonly name: string; readonly node: Node | null }

export function createTestDisk(): TestDisk {
  let names = new Map<string, Node>()
  let lastingNames = new Map<string, Node>()
  let unsynced: Rename[] = []
  let operations = 0
  let writtenBytes = 0
  let powerFailsAt = Number.POSITIVE_INFINITY
  let refusal: string | null = null
  let readRefusal: string | null = null
  let answering: Promise<void> | null = null
  let capacity = Number.POSITIVE_INFINITY

  const step = (changes: boolean): void => {
    operations++
    if (operations >= powerFailsAt) throw failure('EPOWER')
    if (changes && refusal !== null) throw failure(refusal)
    if (!changes && readRefusal !== null) throw failure(readRefusal)
  }
  const change = (made: Rename): void => {
    apply(names, made)
    unsynced.push(made)
  }
  const find = (name: string): Node => {
    const node = names.get(name)
    if (node === undefined) throw failure('ENOENT')
    return node
  }
  const used = (): number => [...names.values()].reduce((sum, node) => sum + node.live.length, 0)

  return {
    folder: '/journal',
    get operations() {
      return operations
    },
    get writtenBytes() {
      return writtenBytes
    },
    get files() {
      return new Map([...names].map(([name, node]) => [name, node.live]))
    },
    async list() {
      step(false)
      return [...names.keys()]
    },
    async read(name) {
      step(false)
      return find(name).live
    },
    async create(name) {
      await answering
      step(true)
      const node = names.get(name) ?? { live: '', lasting: '' }
      node.live = ''
      if (!names.has(name)) change({ gone: null, name, node })
      return {
        async write(text) {
          const room = Math.max(capacity - used(), 0)
          node.live += operations + 1 >= powerFailsAt ? text.slice(0, text.length >> 1) : text.slice(0, room)
          step(true)
          writtenBytes += text.length
          if (room < text.length) throw failure('ENOSPC')
        },
        async sync() {
          step(true)
          node.lasting = node.live
        },
        async close() {
          step(false)
        },
      }
    },
    async rename(from, to) {
      step(true)
      change({ gone: from, name: to, node: find(from) })
    },
    async remove(name) {
      step(true)
      find(name)
      change({ gone: name, name, node: null })
    },
    async syncFolder() {
      step(true)
      lastingNames = new Map(names)
      unsynced = []
    },
    failPowerAt(operation) {
      powerFailsAt = operation
    },
    restart(choose) {
      for (const made of unsynced) if (choose(2) === 0) apply(lastingNames, made)
      for (const node of new Set(lastingNames.values())) {
        if (node.live !== node.lasting) node.lasting = fate(node, choose)
        node.live = node.lasting
      }
      names = new Map(lastingNames)
      unsynced = []
      powerFailsAt = Number.POSITIVE_INFINITY
    },
    refuse(code) {
      refusal = code
    },
    limit(bytes) {
      capacity = bytes
    },
    refuseReading(code) {
      readRefusal = code
    },
    hang() {
      const { promise, resolve } = Promise.withResolvers<void>()
      answering = promise
      return () => {
        answering = null
        resolve()
      }
    },
    spoil(name, content) {
      if (content === null) names.delete(name)
      else names.set(name, { live: content, lasting: content })
      lastingNames = new Map(names)
    },
  }
}

function apply(names: Map<string, Node>, { gone, name, node }: Rename): void {
  if (gone !== null) names.delete(gone)
  if (node !== null) names.set(name, node)
}

/** What becomes of a file whose content was not synced. */
function fate({ live, lasting }: Node, choose: (fates: number) => number): string {
  switch (choose(4)) {
    case 0:
      return lasting
    case 1:
      return live.slice(0, choose(live.length + 1))
    case 2:
      return live.replace(/[0-9]/g, '\0')
    default:
      return live
  }
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: as the test asked`), { code })
