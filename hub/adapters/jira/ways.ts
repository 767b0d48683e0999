import type { IssueStatus } from '../../ports/tracker.ts'

/** What a workflow allows from where an issue is, as JIRA lists it. */
export type Way = {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly to?:
    | {
        readonly name?: string | undefined
        readonly statusCategory?: { readonly key?: string | undefined } | undefined
      }
    | undefined
}

/**
 * The way to take. One that opens an issue again leads anywhere but to done, to its beginning if there is such a one. One that closes
 * it is that of this name; where none is given, one that does not say that nothing was mended, if there is another.
 */
export function wayTo(to: IssueStatus, ways: readonly Way[], closeTransition: string | null): Way | undefined {
  const leadingTo = (key: string) => ways.filter((way) => way.to?.statusCategory?.key === key)
  switch (to) {
    case 'new':
      return leadingTo('new')[0] ?? ways.find((way) => way.to !== undefined && !leadingTo('done').includes(way))
    case 'in-progress':
      return leadingTo('indeterminate')[0]
    case 'done': {
      const closing = leadingTo('done')
      if (closeTransition !== null) return closing.find(({ name }) => name === closeTransition)
      return closing.find((way) => !readsAsRefused(way)) ?? closing[0]
    }
  }
}

const readsAsRefused = ({ name = '', to }: Way): boolean => REFUSAL.test(`${name} ${to?.name ?? ''}`)

const REFUSAL =
  /\b(won['’]?t|will not|not|cannot|can['’]?t|declin\w*|reject\w*|refus\w*|cancel\w*|duplicat\w*|invalid|obsolete|abandon\w*|discard\w*|withdraw\w*)\b/i
