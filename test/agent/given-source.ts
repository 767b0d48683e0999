import assert from 'node:assert/strict'
import { createInfluxSource, type InfluxSettings } from '../../agent/adapters/influx/source.ts'
import { type Check, toCheck } from '../../agent/core/check.ts'
import { SourceFault } from '../../agent/core/source-fault.ts'
import type { SampleSource } from '../../agent/ports.ts'
import { type ComponentId, isComponentId } from '../../shared/model.ts'
import { type Clock, systemClock } from '../../shared/runtime/clock.ts'

export function givenCheck(entry: unknown): Check {
  const parsed = toCheck(entry)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.check
}

export const givenPing = (url: string, intervalS = 10): Check =>
  givenCheck({ preset: 'telegraf-ping', tags: { url }, interval: `${intervalS}s` })

export function givenId(id: string): ComponentId {
  assert.ok(isComponentId(id))
  return id
}

export const givenSource = (settings: Partial<InfluxSettings>, clock: Clock = systemClock): SampleSource =>
  createInfluxSource(
    {
      url: 'http://127.0.0.1:1',
      username: null,
      password: null,
      database: 'telegraf',
      retentionPolicy: null,
      ...settings,
    },
    clock,
  )

export const never = new AbortController().signal

/** The fault that a call must end in. */
export async function faultOf(call: Promise<unknown>): Promise<SourceFault> {
  const outcome = await call.then(
    (value) => new assert.AssertionError({ message: `no fault but ${JSON.stringify(value).slice(0, 300)}` }),
    (error: unknown) => error,
  )
  if (outcome instanceof SourceFault) return outcome
  throw outcome
}

/** Lets the event loop turn until it holds; the test's own time limit ends it otherwise. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
