import * as oidc from 'openid-client'
import { isLoopback } from '../../shared/address.ts'
import { Fault } from '../../shared/fault.ts'
import type { Identity } from '../ports/accounts.ts'
import type { Kept, Recognised, SignOn } from '../ports/sign-on.ts'

export type OidcOptions = {
  /** On the button. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client. */
  readonly clientSecret: string | null
  /** Where the provider sends people back to. */
  readonly redirectUri: string
  readonly scope: string
  readonly nameClaim: string
  /** A path with dots leads into nested claims. */
  readonly roleClaim: string
  readonly roleFor: (claim: unknown) => Identity['role'] | null
}

const TIMEOUT_S = 8
const SKEW_S = 60

type Claims = Readonly<Record<string, unknown>>

/** Single sign-on by OpenID Connect: code flow with PKCE, state and nonce. */
export function createOidc(options: OidcOptions): SignOn {
  const { name, issuer, redirectUri, scope } = options
  const provider = createProvider(options)

  /** What the provider says of somebody: in the token, and where that says nothing of roles, when it is asked. */
  async function claimsOf(
    config: oidc.Configuration,
    tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  ) {
    const claims = tokens.claims()
    if (claims === undefined) return null
    const isWhole = at(claims, options.roleClaim) !== undefined && at(claims, options.nameClaim) !== undefined
    if (isWhole || config.serverMetadata().userinfo_endpoint === undefined) return { ...claims }
    return { ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
  }

  function recognised(claims: Claims): Recognised {
    const subject = `${issuer} ${String(claims.sub)}`
    const role = options.roleFor(at(claims, options.roleClaim))
    const called = at(claims, options.nameClaim)
    if (typeof called !== 'string' || called === '')
      return { kind: 'refused', words: `${name} does not tell your name ("${options.nameClaim}").` }
    if (options.nameClaim === 'email' && claims.email_verified === false)
      return { kind: 'refused', words: `${name} has not made sure that the address ${called} is yours.` }
    if (role === null)
      return {
        kind: 'no-role',
        subject,
        words: `${name} knows you as ${called}, but what it says of you gives no role here.`,
      }
    return { kind: 'recognised', identity: { subject, name: called, role } }
  }

  return {
    name,
    async begin() {
      const config = await provider()
      const kept: Kept = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope,
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, kept }
    },
    async finish(query, { state, nonce, verifier }) {
      const config = await provider()
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
        const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirectUri}?${query}`), checks)
        const claims = await claimsOf(config, tokens)
        return claims === null ? { kind: 'refused', words: `${name} says nothing of you.` } : recognised(claims)
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError)
          return { kind: 'refused', words: `${name} did not let you in: ${error.error_description ?? error.error}.` }
        if (error instanceof oidc.ResponseBodyError || error instanceof oidc.ClientError)
          return { kind: 'refused', words: `${name} could not prove who you are: ${error.message}.` }
        throw away(name, error)
      }
    },
  }
}

/** What the provider says of itself: asked once, and anew after it could not be reached. */
function createProvider({ name, issuer, clientId, clientSecret }: OidcOptions): () => Promise<oidc.Configuration> {
  let known: Promise<oidc.Configuration> | null = null

  async function discover(): Promise<oidc.Configuration> {
    const metadata = { [oidc.clockTolerance]: SKEW_S, ...(clientSecret !== null && { client_secret: clientSecret }) }
    const secured = clientSecret === null ? oidc.None() : undefined
    const isPlain = issuer.startsWith('http:') && isLoopback(new URL(issuer).hostname)
    return oidc.discovery(new URL(issuer), clientId, metadata, secured, {
      timeout: TIMEOUT_S,
      execute: isPlain ? [oidc.allowInsecureRequests] : [],
    })
  }

  return () => {
    known ??= discover().catch((cause: unknown) => {
      known = null
      throw away(name, cause)
    })
    return known
  }
}

const away = (name: string, cause: unknown) =>
  new Fault('unavailable', `${name} cannot be reached now.`, {
    retry: true,
    hint: 'Sign in with a name and a password, if you have one here, or try again later.',
    cause,
  })

function at(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path]
  return path.split('.').reduce<unknown>((held, key) => (isClaims(held) ? held[key] : undefined), claims)
}

const isClaims = (value: unknown): value is Claims => typeof value === 'object' && value !== null
