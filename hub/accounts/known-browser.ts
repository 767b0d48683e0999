import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What a browser keeps from which somebody came in by a password: guesses of strangers lock the name for strangers, and not for
 * the person. Proven by the hash of the password, so that nothing is stored, and a new password makes all of them void.
 */
export const signOf = (user: string, passwordHash: string, nonce: string): string =>
  `${nonce}.${proofOf(user, passwordHash, nonce).toString('base64url')}`

export function isSignOf(user: string, passwordHash: string, sign: string): boolean {
  const [nonce = '', proof = ''] = sign.split('.')
  const given = Buffer.from(proof, 'base64url')
  const right = proofOf(user, passwordHash, nonce)
  return given.length === right.length && timingSafeEqual(given, right)
}

const proofOf = (user: string, passwordHash: string, nonce: string): Buffer =>
  createHmac('sha256', passwordHash).update(`browser ${nonce} ${user}`).digest()
