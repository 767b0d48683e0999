import type { CrewComponent, CrewView } from './view.ts'
import type { CrewWords } from './words/words.ts'

/** The one sentence over the crew page, and what follows from it. */
export type Verdict = {
  /** `care`: all is up, but something needs a hand. */
  readonly look: 'up' | 'down' | 'unknown' | 'silent' | 'care'
  readonly sentence: string
  readonly next: string
}

/** Never well by default: what is not measured is not up. */
export function verdictOf(view: CrewView, { verdict: words, and }: CrewWords, answered: string): Verdict {
  const { components, shore, troubles, losses } = view
  const named = (some: readonly CrewComponent[]) => listed(some, and)
  const down = components.filter(({ state }) => state === 'down')
  const unknown = components.filter(({ state }) => state === 'unknown')
  const shoreKnows = `${whatShoreKnows(view, words)} ${answered}`
  if (down.length > 0) {
    const next = `${words.lookAt(down.length)} ${shoreKnows}`
    return { look: 'down', sentence: words.down(named(down), down.length), next }
  }
  if (unknown.length > 0 || components.length === 0) {
    const all = unknown.length === components.length
    const sentence = all ? words.noMeasurement : words.noMeasurementOf(named(unknown))
    return { look: 'unknown', sentence, next: troubles.length > 0 ? words.below : words.nobodyKnows }
  }
  if (!shore.connected) return { look: 'silent', sentence: words.shoreLost, next: `${words.lookAtLink} ${shoreKnows}` }
  if (troubles.length > 0 || losses.length > 0) return { look: 'care', sentence: words.care, next: words.below }
  const next = shore.waiting === 'nothing' ? `${words.shoreHasAll} ${answered}` : shoreKnows
  return { look: 'up', sentence: words.well, next }
}

function whatShoreKnows({ shore: { connected, waiting } }: CrewView, words: CrewWords['verdict']): string {
  if (!connected) return words.kept
  return waiting === 'nothing' ? words.shoreKnows : words.shoreIsTold
}

const listed = (components: readonly CrewComponent[], and: string): string =>
  components
    .map(({ name }) => name)
    .join(', ')
    .replace(/, ([^,]*)$/, ` ${and} $1`)
