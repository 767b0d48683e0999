import type { CrewComponent, CrewView } from './crew-view.ts'

/** The one sentence over the crew page, and what follows from it. */
export type Verdict = {
  /** `care`: all is up, but something needs a hand. */
  readonly look: 'up' | 'down' | 'unknown' | 'silent' | 'care'
  readonly sentence: string
  readonly next: string
}

/** Never well by default: what is not measured is not up. */
export function verdictOf(view: CrewView): Verdict {
  const { components, shore, troubles, losses } = view
  const down = components.filter(({ state }) => state === 'down')
  const unknown = components.filter(({ state }) => state === 'unknown')
  if (components.length === 0) {
    return { look: 'unknown', sentence: 'No measurement', next: 'No component is configured: add some to agent.yaml.' }
  }
  if (down.length > 0) {
    const next = `Look at ${down.length === 1 ? 'its' : 'their'} power and cables. ${whatShoreKnows(view)}`
    return { look: 'down', sentence: `${listed(down)} ${down.length === 1 ? 'is' : 'are'} down`, next }
  }
  if (unknown.length > 0) {
    const all = unknown.length === components.length
    const next =
      troubles.length > 0 ? 'What is wrong is said below.' : 'Nobody knows whether it works until it is measured.'
    return { look: 'unknown', sentence: all ? 'No measurement' : `No measurement of ${listed(unknown)}`, next }
  }
  if (!shore.connected) {
    return { look: 'silent', sentence: 'All is up on board, but shore cannot be reached', next: whatShoreKnows(view) }
  }
  if (troubles.length > 0 || losses.length > 0) {
    return { look: 'care', sentence: 'All is up, but something needs care', next: 'What is wrong is said below.' }
  }
  return { look: 'up', sentence: 'All is up', next: whatShoreKnows(view) }
}

function whatShoreKnows({ shore: { connected, waiting } }: CrewView): string {
  if (!connected) return 'What shore does not know yet is kept on board and sent as soon as there is a link.'
  return waiting === 'nothing' ? 'Shore knows.' : 'Shore is being told.'
}

const listed = (components: readonly CrewComponent[]): string =>
  components
    .map(({ name }) => name)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')
