import type { By as Who } from '../../shared/api/schema.ts'
import type { By } from '../core/by.ts'

/** Who caused something, as the API says it. */
export const byView = (by: By): Who => ({ kind: by.kind, name: nameOf(by) })

function nameOf(by: By): string | null {
  if (by.kind === 'token') return `${by.name} (${by.user})`
  return 'name' in by ? by.name : null
}
