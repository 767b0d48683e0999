import { Hono } from 'hono'
import type { Views } from '../ports/views.ts'

/** `/healthz`: the process lives. `/readyz`: it can do its work; 503 with the reason when it cannot. */
export function createHealth(views: Views): Hono {
  const health = new Hono()
  health.get('/healthz', (c) => c.json({ alive: true }))
  health.get('/readyz', (c) => {
    const state = views.health()
    return c.json(state, state.ready ? 200 : 503)
  })
  return health
}
