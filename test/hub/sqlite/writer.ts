import { writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { batchOf, silence } from '../../contract/event-log.ts'
import { openLog } from './given-log.ts'

/**
 * A process that appends to four streams at once and says each answer on stdout, until it kills itself with SIGKILL at the
 * named point of its n-th commit: `writer.ts FILE before|after N ROUND`.
 */
const [file = '', point = '', nth = '1', round = '0'] = process.argv.slice(2)

let commits = 0
const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (sql) {
  const commit = sql === 'COMMIT'
  if (commit) commits++
  const last = commit && commits === Number(nth)
  if (last && point === 'before') process.kill(process.pid, 'SIGKILL')
  exec.call(this, sql)
  if (last && point === 'after') process.kill(process.pid, 'SIGKILL')
}

const log = openLog(file)
const never = new AbortController().signal

async function write(stream: string): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `${round}-${n}`
    const expected = await log.head(stream)
    writeSync(1, `asked ${stream} ${id} ${expected}\n`)
    const answer = await log.append(stream, expected, batchOf(id, silence(n), silence(n + 1)), never)
    if (answer.kind === 'stored') writeSync(1, `stored ${stream} ${id} ${answer.position}\n`)
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(write))
