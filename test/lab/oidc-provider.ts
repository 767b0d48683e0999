import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestContext } from 'node:test'
import { Provider } from 'oidc-provider'
import { createOidc } from '../../hub/adapters/oidc.ts'
import { type Role, roleFor } from '../../hub/core/accounts/permission.ts'
import type { SignOn } from '../../hub/ports/sign-on.ts'
import { atEnd } from '../at-end.ts'
import { freePort } from './free-port.ts'

export type Known = { readonly email?: string; readonly email_verified?: boolean; readonly groups: readonly string[] }

const CLIENT = { id: 'watchkeeper', secret: 'known to both' }

/** A provider of OpenID Connect, as real as npm has one, whose people come in with any password. */
export async function startProvider(t: TestContext, redirectUri: string, people: Readonly<Record<string, Known>>) {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
    cookies: { keys: ['of the test'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  })
  const answer = provider.callback()
  // Browsers ask each site for its picture.
  const server = createServer((asked, reply) =>
    asked.url === '/favicon.ico' ? reply.writeHead(204).end() : answer(asked, reply),
  )
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  atEnd(t, stop)
  return { issuer, stop }
}

/** What a hub knows of it: the groups of its people say their role. */
export const companyLogin = (issuer: string, redirectUri: string, roles: Readonly<Record<string, Role>>): SignOn =>
  createOidc({
    name: 'Company login',
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    redirectUri,
    scope: 'openid email profile',
    nameClaim: 'email',
    roleClaim: 'groups',
    roleFor: (claim) => roleFor(claim, roles),
  })

/** A browser without a window: keeps cookies by host, goes where it is sent, fills the provider's forms. */
export function createSurfer() {
  const jars = new Map<string, Map<string, string>>()

  async function go(address: string, fields?: Readonly<Record<string, string>>): Promise<Response> {
    const { host, origin } = new URL(address)
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    const response = await fetch(address, {
      redirect: 'manual',
      headers: {
        Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        Accept: 'text/html',
        ...(fields && { Origin: origin }),
      },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const to = response.headers.get('Location')
    return to === null ? response : go(new URL(to, address).href)
  }

  return {
    go,
    /** From the hub's sign-in page through the provider, to wherever that ends. */
    async signOn(address: string, login: string): Promise<Response> {
      const form = await go(address)
      const asked = form.url
      await form.body?.cancel()
      const consent = await go(asked, { prompt: 'login', login, password: 'any' })
      if (!consent.url.includes('/interaction/')) return consent
      await consent.body?.cancel()
      return go(consent.url, { prompt: 'consent' })
    },
  }
}
