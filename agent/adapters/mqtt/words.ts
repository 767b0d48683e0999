import type { HubAddress } from './address.ts'

const CONNECTION_REFUSED: Readonly<Record<number, string>> = {
  2: 'the hub refuses the id of this vessel',
  3: 'the hub cannot take anybody now',
  4: 'the hub refuses the credential of this vessel: ask shore for a new one',
  5: 'the hub refuses the credential of this vessel: ask shore for a new one',
}

/** Why there is no connection, for whoever stands before the crew page. */
export function inWords(error: Error, { host, port }: HubAddress): string {
  const code: unknown = 'code' in error ? error.code : undefined
  if (typeof code === 'number') return CONNECTION_REFUSED[code] ?? error.message
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens on port ${port} of ${host}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} cannot be resolved: no name server answers, or the name is wrong`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `there is no way to ${host} now`
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was cut'
    default:
      return error.message
  }
}
