import type { TestContext } from 'node:test'

type Undo = () => unknown

const undone = new WeakMap<TestContext, Undo[]>()

/**
 * What a test has made is taken away again: the last first, so that no folder goes before the process that writes to it,
 * and all of it, whatever fails. (`t.after` begins with the first and stops at a failure.)
 */
export function atEnd(t: TestContext, undo: Undo): void {
  const known = undone.get(t)
  if (known !== undefined) {
    known.push(undo)
    return
  }
  const undos = [undo]
  undone.set(t, undos)
  t.after(async () => {
    const failures: unknown[] = []
    for (const one of undos.toReversed()) await Promise.try(one).catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures)
  })
}
