import type { LinkLoss } from '../../ports.ts'
import type { HubAddress } from './address.ts'

/** Why a connection ended, before it is said which hub it was to. */
export type End = { readonly kind: Exclude<LinkLoss['kind'], 'dialling'>; readonly message: string }

const CREDENTIAL = 'the hub refuses the credential of this vessel: ask shore for a new one'

const CONNECTION_REFUSED: Readonly<Record<number, End>> = {
  2: { kind: 'refused', message: 'the hub refuses the id of this vessel' },
  3: { kind: 'no-answer', message: 'the hub cannot take anybody now' },
  4: { kind: 'refused', message: CREDENTIAL },
  5: { kind: 'refused', message: CREDENTIAL },
}

/** Why there is no connection, for whoever stands before the crew page. */
export function inWords(error: Error, { host, port }: HubAddress): End {
  const code: unknown = 'code' in error ? error.code : undefined
  if (typeof code === 'number') return CONNECTION_REFUSED[code] ?? { kind: 'other', message: error.message }
  switch (code) {
    case 'ECONNREFUSED':
      return { kind: 'no-answer', message: `nothing listens on port ${port} of ${host}` }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        kind: 'no-name',
        message: `the name ${host} cannot be resolved: no name server answers, or the name is wrong`,
      }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return { kind: 'no-answer', message: `there is no way to ${host} now` }
    case 'ECONNRESET':
    case 'EPIPE':
      return CUT
    default:
      return { kind: 'other', message: error.message }
  }
}

const CUT: End = { kind: 'cut', message: 'the connection was cut' }
