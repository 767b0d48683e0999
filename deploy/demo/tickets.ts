import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../shared/runtime/clock.ts'
import { createWhole, readSecret } from '../../shared/runtime/secret.ts'
import { DAY_S, iso, toSeconds } from '../../shared/time.ts'
import { chance } from './chance.ts'
import { createFakeJira, type FakeJira } from './jira/jira.ts'
import { recallJira, rememberJira } from './jira/kept.ts'
import { serveJira } from './jira/server.ts'
import { createWebhook } from './jira/webhook.ts'
import { freePort, unlessTaken } from './ports.ts'

export type DemoTickets = {
  readonly jira: FakeJira
  readonly url: string
  /** `jira:` of the hub's settings. */
  readonly settings: object
  /** Where the hub listens: from now on it is told of changes. */
  tell(hub: string): void
  /** How JIRA is from now on. */
  become(mood: Mood): void
  stop(): Promise<void>
}

/** `silent`: it makes issues and does not answer; `away`: nobody gets there; `locked`: it takes the token no more. */
export const MOODS = ['good', 'silent', 'away', 'locked'] as const
export type Mood = (typeof MOODS)[number]

export type DemoTicketParts = {
  readonly folder: string
  readonly port: number
  readonly clock: Clock
  readonly newSecret: () => string
}

const CREATES = /^POST \S+\/issue$/
const TOKEN_LASTS_S = 180 * DAY_S

/** A stand-in for JIRA beside the demo's hub, on a port of its own. */
export async function startTickets({ folder, port, clock, newSecret }: DemoTicketParts): Promise<DemoTickets> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'issues.json')
  const tokenFile = join(folder, 'token')
  const webhookSecretFile = join(folder, 'webhook-secret')
  createWhole(tokenFile, newSecret())
  createWhole(webhookSecretFile, newSecret())
  const state = recallJira(file)
  const server = await unlessTaken(async () => serveJira(() => jira, await freePort(port)))
  const site = `http://127.0.0.1:${server.port}`
  let hub: string | null = null
  const url = () => (hub === null ? null : `${hub}hooks/jira`)
  const secret = readSecret(webhookSecretFile)?.toString() ?? ''
  const told = createWebhook({ url, secret, clock, chance: chance('webhook'), fetch })
  const jira = createFakeJira({
    site,
    clock,
    chance: chance('jira'),
    state,
    changed(issue, event) {
      rememberJira(file, state)
      told(issue, event)
    },
  })
  jira.turn({ lagMs: 5_000, latencyMs: 300 })
  return {
    jira,
    url: site,
    settings: {
      site,
      email: 'watchkeeper@example.com',
      tokenFile,
      webhookSecretFile,
      tokenExpires: iso(toSeconds(clock.now()) + TOKEN_LASTS_S).slice(0, 10),
      project: 'OPS',
      issueType: '10101',
      priorities: { low: '4', medium: '3', high: '2', critical: '1' },
      settle: '60s',
      timeout: '5s',
    },
    tell(address) {
      hub = address
    },
    become(mood) {
      jira.turn({ shares: mood === 'silent' ? { 'silent-after': 1 } : {}, only: CREATES })
      jira.set({ away: mood === 'away', unauthorized: mood === 'locked' })
    },
    stop: server.stop,
  }
}
