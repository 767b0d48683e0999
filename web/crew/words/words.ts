import type { Units } from '../../../shared/spoken.ts'
import type { FrameWords } from '../../layout.ts'
import type { TroubleKind } from '../trouble.ts'
import type { CrewCause, CrewLinkLoss, CrewLoss, CrewState } from '../view.ts'

/**
 * All that the crew page says, in one language: a new one is one more file beside this, and a line in `languages.ts`. Short sentences, no
 * idioms: they are read at night, in a second language. Names of components and durations come ready to be put in.
 */
export type CrewWords = {
  readonly frame: FrameWords
  /** What the language calls itself. */
  readonly name: string
  readonly units: Units
  readonly and: string
  readonly states: Readonly<Record<CrewState, string>>
  readonly verdict: {
    readonly down: (names: string, count: number) => string
    readonly lookAt: (count: number) => string
    readonly noMeasurement: string
    readonly noMeasurementOf: (names: string) => string
    readonly below: string
    readonly nobodyKnows: string
    readonly shoreLost: string
    readonly lookAtLink: string
    readonly care: string
    readonly well: string
    readonly shoreKnows: string
    /** While all is up, and nothing waits to be sent. */
    readonly shoreHasAll: string
    readonly shoreIsTold: string
    readonly kept: string
    /** `ago` as the word of that name makes it. */
    readonly answered: (ago: string) => string
  }
  readonly components: {
    readonly title: string
    readonly lasting: (duration: string) => string
    readonly last24h: string
    readonly up: (percent: string) => string
    readonly ofMeasured: (duration: string) => string
    readonly notMeasured: string
    readonly causes: Readonly<Record<CrewCause, string>>
    /** Under the picture of the last 24 hours. */
    readonly axis: { readonly begin: string; readonly middle: string; readonly end: string }
  }
  readonly shore: {
    readonly title: string
    readonly link: string
    readonly connected: string
    readonly notConnected: string
    readonly answered: string
    readonly neverAnswered: string
    readonly waits: string
    readonly waitsNothing: string
    readonly waitsUnknown: string
    readonly waitsSince: string
    readonly carried: string
    readonly upDown: (up: string, down: string) => string
    readonly measuredTo: string
    readonly nothingYet: string
    /** Why there is no link. */
    readonly because: Readonly<Record<CrewLinkLoss['kind'], (hub: string) => string>>
  }
  /** What stands before a time. */
  readonly since: string
  readonly ago: (duration: string) => string
  readonly wrong: {
    readonly title: string
    readonly technical: string
    readonly kinds: Readonly<Record<TroubleKind, { readonly what: string; readonly todo: string }>>
  }
  readonly lost: {
    readonly title: string
    readonly kinds: Readonly<Record<CrewLoss['kind'], (day: string) => string>>
    readonly again: string
  }
  readonly about: (version: string, vessel: string) => string
  readonly choices: {
    readonly title: string
    readonly language: string
    readonly shipTime: string
    readonly utcOnly: string
    readonly set: string
  }
  /** Behind a time of the ship's clock. */
  readonly ship: string
  readonly times: (shipTime: string | null) => string
}
