const LEAST = 12
const MOST = 256

/** What anybody would try first, and what is but one sign or a number. */
const COMMON = /^(?:(?:password|passwort|watchkeeper|qwerty|letmein|welcome|admin|changeme)+[\d!.?-]*|\d+|(.)\1+)$/i

/** Why somebody may not have this password; null when they may. Long beats colourful, so no signs are asked for. */
export function passwordProblem(password: string, user: string): string | null {
  const length = [...password].length
  if (length < LEAST) return `takes at least ${LEAST} characters: some words in a row will do`
  if (length > MOST) return `takes at most ${MOST} characters`
  if (password.toLowerCase().replaceAll(user.toLowerCase(), '').length < LEAST / 2)
    return 'is little more than the name'
  return COMMON.test(password) ? 'is one of the first that anybody would try' : null
}
