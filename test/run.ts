import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

/** `npm test [path ...]`: runs the test files, and says on its last lines which suites were left out for want of what. */

const wanted = process.argv.slice(2)
const files = globSync('test/**/*.test.ts')
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort()
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`)
  process.exit(2)
}

const leftOut = new Map<string, string>()
let failed = 0
let passed = 0
// A file whose tests are over is not waited for, whatever it left open.
const leave = new URL('leave.ts', import.meta.url).href
const events = run({ files, concurrency: 2, timeout: 600_000, execArgv: ['--import', leave] })
events.on('test:pass', (event) => {
  if (event.skip !== undefined) leftOut.set(`${event.file ?? ''}: ${event.name}`, String(event.skip))
  else if (event.details.type !== 'suite') passed++
})
events.on('test:fail', ({ details: { error } }) => {
  // A suite fails with its tests: they are counted.
  if (!('failureType' in error && error.failureType === 'subtestsFailed')) failed++
  process.exitCode = 1
})
events.compose(new spec()).pipe(process.stdout)
events.on('end', () => {
  setImmediate(() => {
    for (const [name, why] of leftOut) console.log(`left out: ${name.replace(`${process.cwd()}/`, '')} (${why})`)
    console.log(`${passed} passed, ${failed} failed, ${leftOut.size} skipped`)
  })
})
