import type { By } from '../shared/api/schema.ts'

/** Who did something, in words. */
export const personName = ({ kind, name }: By): string => {
  switch (kind) {
    case 'local':
    case 'user':
      return name ?? 'somebody'
    case 'token':
      return `the program ${name ?? 'of somebody'}`
    case 'command-line':
      return `${name ?? 'somebody'} on the command line`
    case 'hub':
      return 'the hub'
    case 'vessel':
      return 'the vessel'
  }
}
