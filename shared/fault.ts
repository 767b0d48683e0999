/** What went wrong, by what a caller can do about it; `hub/http/app.ts` maps each to a status. */
export type FaultCode =
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'unavailable'
  | 'too-large'
  | 'corrupt'
  | 'newer-version'

/** The world's failure: a sentence that says what, where and what to do. An expected "no" is a return value instead. */
export class Fault extends Error {
  readonly code: FaultCode
  readonly retry: boolean
  readonly hint: string | undefined

  constructor(code: FaultCode, message: string, options: { retry?: boolean; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'Fault'
    this.code = code
    this.retry = options.retry ?? false
    this.hint = options.hint
  }
}
