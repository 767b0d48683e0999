import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Fault } from '../../shared/fault.ts'
import type { Passwords } from '../ports/passwords.ts'

const derive = promisify(argon2)

/** What OWASP asks of argon2id at the least: 19 MiB, two passes; some 30 ms. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG_BYTES = 32
const SALT_BYTES = 16

/** Each takes its memory: strangers must not take all of it. */
const AT_ONCE = 2
const MOST_WAITING = 32

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

export function createPasswords(): Passwords {
  const turn = createTurnstile()
  const nobody = randomBytes(SALT_BYTES)

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      const tag = await turn(() => derive('argon2id', parameters(password, salt, COST, TAG_BYTES)))
      const { memory, passes, parallelism } = COST
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(salt)}$${bare(tag)}`
    },
    async matches(password, hash) {
      const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(hash ?? '') ?? []
      const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
      const isKept = hash !== null && salt !== ''
      const right = Buffer.from(tag, 'base64')
      const given = await turn(() =>
        derive(
          'argon2id',
          isKept
            ? parameters(password, Buffer.from(salt, 'base64'), cost, right.length)
            : parameters(password, nobody, COST, TAG_BYTES),
        ),
      )
      return isKept && timingSafeEqual(given, right)
    },
  }
}

const parameters = (password: string, nonce: Uint8Array, cost: typeof COST, tagLength: number) => ({
  // The same letters may be typed as other code points on another keyboard.
  message: password.normalize('NFKC'),
  nonce,
  tagLength,
  ...cost,
})

const bare = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

function createTurnstile() {
  let busy = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING)
        throw new Fault('unavailable', 'Too many people sign in at this moment.', { retry: true, hint: 'Try again.' })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else busy++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) busy--
      else next()
    }
  }
}
