import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { createStatusServer } from '../../agent/status/server.ts'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { noDefaults, serverDown } from '../agent/status/crew-views.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs, pathOf } from '../servers.ts'
import { QUIET } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')
const REPORTS = join(ROOT, 'artefacts/lighthouse')
const LEAST = 0.95

const score = v.object({ score: v.nullable(v.number()) })
const report = v.object({
  categories: v.object({ performance: score, accessibility: score, 'best-practices': score }),
  audits: v.object({ 'cumulative-layout-shift': v.object({ numericValue: v.number() }) }),
})

/**
 * How fast a page is drawn depends on the machine and on what else it does: that score is told, not held. Held is what does
 * not depend on it: accessibility, best practices, that nothing shifts, and elsewhere the weight of the page.
 */
test('the pages have the marks of a good page', { ...needs('chromium'), timeout: 600_000 }, async (t) => {
  const hub = await givenHub(t)
  const marks = [
    await judged(t, 'fleet', `${hub}/?live=0`, 'desktop'),
    await judged(t, 'vessel', `${hub}/vessels/${idOf(14)}?live=0`, 'desktop'),
    await judged(t, 'approvals', `${hub}/approvals?live=0`, 'phone'),
    await judged(t, 'crew', await givenShip(t), 'phone'),
  ]
  for (const { name, accessibility, practices, shift } of marks) {
    assert.ok(accessibility >= LEAST, `${name}: accessibility ${accessibility}`)
    assert.ok(practices >= LEAST, `${name}: best practices ${practices}`)
    assert.ok(shift < 0.01, `${name}: what is drawn shifts by ${shift}`)
  }
})

async function judged(t: TestContext, name: string, url: string, screen: 'desktop' | 'phone') {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, 'node_modules/lighthouse/cli/index.js'),
      url,
      ...(screen === 'desktop' ? ['--preset=desktop'] : []),
      '--quiet',
      '--only-categories=performance,accessibility,best-practices',
      '--output=json',
      `--chrome-flags=${QUIET.join(' ')}`,
    ],
    { env: { ...process.env, CHROME_PATH: pathOf('chromium') }, maxBuffer: 64 * 1024 * 1024 },
  )
  mkdirSync(REPORTS, { recursive: true })
  writeFileSync(join(REPORTS, `${name}.json`), stdout)
  const { categories, audits } = v.parse(report, JSON.parse(stdout))
  const mark = {
    name,
    performance: categories.performance.score ?? 0,
    accessibility: categories.accessibility.score ?? 0,
    practices: categories['best-practices'].score ?? 0,
    shift: audits['cumulative-layout-shift'].numericValue,
  }
  const words = [mark.performance, mark.accessibility, mark.practices].map((one) => Math.round(one * 100)).join(', ')
  t.diagnostic(`${name} on a ${screen}: performance, accessibility, best practices ${words}`)
  return mark
}

async function givenHub(t: TestContext): Promise<string> {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  return `http://127.0.0.1:${server.port}`
}

async function givenShip(t: TestContext): Promise<string> {
  const listen = { host: '127.0.0.1', port: 0 }
  const server = createStatusServer({
    listen,
    view: () => serverDown,
    defaults: noDefaults,
    clock: systemClock,
    log: quietLog,
  })
  await server.start()
  atEnd(t, () => server.stop())
  return `http://127.0.0.1:${server.address()?.port}/`
}
