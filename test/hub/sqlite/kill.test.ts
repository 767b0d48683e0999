import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { verifyLog } from '../../../hub/adapters/sqlite/verify.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import { all, batchOf, silence } from '../../contract/event-log.ts'
import { givenFolder } from '../../given-folder.ts'
import { givenLog } from './given-log.ts'

const never = new AbortController().signal

test('killed before or after any commit, in a loop: what was answered is there, the rest whole or not at all', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  const answered = new Map<string, number>()
  for (const [round, point] of ['before', 'after', 'after', 'before', 'after', 'before'].entries()) {
    const said = await killedWriter(file, point, 3 + round * 2, round)
    for (const { stream, id, number } of said.stored) answered.set(`${stream} ${id}`, number)
    assert.ok(said.stored.length > 0)

    const log = givenLog(t, file)
    const batches = (await Promise.all(['a', 'b', 'c', 'd'].map((one) => all(log.read(one, 0, never))))).flat()
    const found = new Map(batches.map((batch) => [`${batch.stream} ${batch.id}`, batch]))
    for (const [key, position] of answered) assert.equal(found.get(key)?.position, position, key)
    for (const batch of batches) assert.equal(batch.events.length, 2)
    await settleUnanswered(log, said, found, point)
    log.close()
    assert.deepEqual(verifyLog(file).broken, [])
  }
})

/** Asking again settles what was not answered: a commit that came before the kill is found, one that did not is made. */
async function settleUnanswered(
  log: ReturnType<typeof givenLog>,
  said: Said,
  found: ReadonlyMap<string, Batch>,
  point: string,
): Promise<void> {
  const open = said.asked.filter(({ stream, id }) => !said.stored.some((one) => one.stream === stream && one.id === id))
  assert.equal(open.length, 4, 'one of each stream was out when the process was killed')
  for (const { stream, id, number: expected } of open) {
    const n = Number(id.split('-')[1])
    const answer = await log.append(stream, expected, batchOf(id, silence(n), silence(n + 1)), never)
    assert.equal(answer.kind, 'stored')
    assert.equal(answer.kind === 'stored' && answer.repeated, found.has(`${stream} ${id}`))
    assert.equal(found.has(`${stream} ${id}`), point === 'after', `${point}: ${stream} ${id}`)
  }
}

type Line = { readonly stream: string; readonly id: string; readonly number: number }
type Said = { readonly asked: readonly Line[]; readonly stored: readonly Line[] }

async function killedWriter(file: string, point: string, nth: number, round: number): Promise<Said> {
  const writer = spawn(
    process.execPath,
    [join(import.meta.dirname, 'writer.ts'), file, point, String(nth), String(round)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [said, [, signal]] = await Promise.all([text(writer.stdout), once(writer, 'exit')])
  assert.equal(signal, 'SIGKILL')
  const lines = said.split('\n').map((line) => line.split(' '))
  const of = (word: string) =>
    lines
      .filter(([first]) => first === word)
      .map(([, stream = '', id = '', number]) => ({ stream, id, number: Number(number) }))
  return { asked: of('asked'), stored: of('stored') }
}
