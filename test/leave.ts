import { after } from 'node:test'

/**
 * Loaded before each file of tests. One that left something open (a socket, a child) ends all the same, once its tests are over and what
 * they said is out: the runner's own force-exit ends it at once, and loses the last reports.
 */
const FLUSHED_MS = 2_000
after(() => {
  setTimeout(() => process.exit(), FLUSHED_MS).unref()
})
