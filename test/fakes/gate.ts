import type { Role } from '../../hub/core/permission.ts'
import type { Gate } from '../../hub/ports/gate.ts'

/** Lets everybody in with this role, or nobody. */
export const fakeGate = (as: Role | 'nobody'): Gate => ({
  who: async () => (as === 'nobody' ? null : { name: 'ada', role: as, by: { kind: 'local', name: 'ada' } }),
  admins: async () => ['grace'],
})
