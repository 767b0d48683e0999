import type { By } from '../shared/api/schema.ts'

/** Who did something, in words. */
export const personName = ({ kind, name }: By): string => {
  switch (kind) {
    case 'local':
      return name ?? 'somebody'
    case 'command-line':
      return `${name ?? 'somebody'} on the command line`
    case 'hub':
      return 'the hub'
    case 'vessel':
      return 'the vessel'
  }
}
