import { join } from 'node:path'

/** What lies where in the hub's data folder: the hub and the commands beside it must agree. */
export const dataFolder = (dir: string) => ({
  dir,
  lock: join(dir, 'hub.lock'),
  events: join(dir, 'events.sqlite'),
  register: join(dir, 'register.sqlite'),
  vault: join(dir, 'accounts.sqlite'),
  projections: join(dir, 'projections.sqlite'),
  snapshot: join(dir, 'snapshot'),
  tls: join(dir, 'tls'),
  /** What the vessels pin, unless the hub shows somebody else's certificate. */
  ca: join(dir, 'tls', 'ca.pem'),
})
