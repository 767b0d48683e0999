import type { ComponentId } from '../../../shared/model.ts'
import type { Policy } from '../policy.ts'

/** As shore calls it; else `access-point` as people write it. */
export const nameOf = (id: ComponentId, { componentNames }: Pick<Policy, 'componentNames'>): string =>
  componentNames.get(id) ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ')
