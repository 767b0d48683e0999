import type { Role } from '../../hub/core/accounts/permission.ts'
import type { Gate } from '../../hub/ports/gate.ts'

/** Of every session. */
export const SOME_KEY = 'the key'

/** Lets everybody in with this role, or nobody. Their name is what their session cookie says; without one it is ada. */
export const fakeGate = (as: Role | 'nobody'): Gate => ({
  async who({ session }) {
    const name = session ?? 'ada'
    const kept = session === null ? null : { id: session, formKey: SOME_KEY }
    return as === 'nobody' ? null : { name, role: as, by: { kind: 'user', name }, session: kept }
  },
  admins: async () => ['grace'],
})
