import type { By as Who } from '../../shared/api/schema.ts'
import type { By } from '../core/events.ts'

/** Who caused something, as the API says it. */
export const byView = (by: By): Who => ({ kind: by.kind, name: 'name' in by ? by.name : null })
