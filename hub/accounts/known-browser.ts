import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What a browser keeps from which somebody came in by a password: guesses of strangers lock the name for strangers, and not for
 * the person. Proven by the hash of the password, so that nothing is stored, and a new password makes all of them void.
 */
export const signOf = (user: string, passwordHash: string, nonce: string): string =>
  `${nonce}.${createHmac('sha256', passwordHash).update(`browser ${nonce} ${user}`).digest('base64url')}`

/** To the letter: guesses are counted by the sign, so that one browser must not have a second. */
export function isSignOf(user: string, passwordHash: string, sign: string): boolean {
  const [nonce = ''] = sign.split('.')
  const given = Buffer.from(sign)
  const right = Buffer.from(signOf(user, passwordHash, nonce))
  return given.length === right.length && timingSafeEqual(given, right)
}
