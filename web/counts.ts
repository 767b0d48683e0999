import { html } from './html.ts'
import type { Piece } from './layout.ts'

/** What waits for somebody in the whole fleet. */
export type Counts = {
  /** Open alerts. */
  readonly alerts: number
  /** Proposed tickets without a decision, and those of which somebody has to say how to go on. */
  readonly waiting: number
}

/** In the header of every page, each by itself replaceable. */
export const alertCount = ({ alerts }: Counts): Piece => ({
  id: 'open-alerts',
  html: html`<span id="open-alerts" class="count" title="open alerts">${alerts}</span>`,
})

export const waitingCount = ({ waiting }: Counts): Piece => ({
  id: 'waiting-approvals',
  html: html`<span id="waiting-approvals" class="count" title="tickets that wait for a decision">${waiting}</span>`,
})

export const countPieces = (counts: Counts): readonly Piece[] => [alertCount(counts), waitingCount(counts)]
