import type { ComponentId } from '../../../shared/model.ts'
import { iso, type Seconds } from '../../../shared/time.ts'
import type { AlertEnd } from '../alerts/alert.ts'
import type { MassSilence } from '../alerts/mass-silence.ts'
import { nameOf } from '../components/component-name.ts'
import type { Context } from '../context.ts'
import { upSince } from '../knowledge/knowledge.ts'
import type { Vessel } from '../vessel.ts'
import type { Call } from './calls.ts'
import type { News } from './news.ts'
import type { Message } from './notice.ts'

/** A message that a phone shows whole: the vessel and the gravest news first, one line for each. */
export function messageOf(vessel: Vessel, news: readonly (News | Call)[], { id, policy }: Context): Message {
  const name = vessel.admission.profile?.name ?? id
  const lines = news.map(
    (one) => `${lineOf(one, (component) => nameOf(component, policy))}${againWords(vessel, one, policy)}`,
  )
  const [first, ...more] = lines
  const subject = `${name}: ${first ?? ''}${more.length > 0 ? `, and ${more.length} more` : ''}`
  const url = policy.notices?.publicUrl ?? null
  return {
    subject,
    lines: [...lines, ...(url === null ? [] : [...decisions(news, `${url}/approvals/${id}`), `${url}/vessels/${id}`])],
  }
}

/** What was down when its alert opened may be up again by now. */
function againWords(vessel: Vessel, news: News | Call, { incident }: Context['policy']): string {
  if (news.what !== 'opened' || news.alert.kind !== 'down' || vessel.presence.kind !== 'heard') return ''
  const component = vessel.components.find(({ id }) => id === news.alert.component)
  const since = component === undefined ? null : upSince(vessel, component)
  if (since === null) return ''
  return `; up again since ${dateOf(since)}, over at ${dateOf(since + incident.resolveAfterS)} if it stays so`
}

/** From a message to the decision that it asks for is one tap. */
const decisions = (news: readonly (News | Call)[], address: string): readonly string[] =>
  news.flatMap((one) => (one.what === 'opened' || one.what === 'resolved' ? [] : [`${address}/${one.of}`]))

/** Null: they are heard again. */
export function massMessageOf(massSilence: MassSilence | null, publicUrl: string | null): Message {
  const link = publicUrl === null ? [] : [`${publicUrl}/`]
  if (massSilence === null)
    return { subject: 'The vessels are heard again', lines: ['the mass silence is over', ...link] }
  const { scope, vessels, of, since } = massSilence
  const whose = scope.kind === 'fleet' ? 'the fleet' : `${scope.kind} ${scope.name}`
  const subject = `${vessels.length} of ${of} vessels of ${whose} silent`
  return { subject, lines: [`${subject} since ${dateOf(since)}`, vessels.join(', '), ...link] }
}

function lineOf(news: News | Call, nameOf: NameOf): string {
  switch (news.what) {
    case 'opened':
      return `${whatIs(news.alert, nameOf)} since ${dateOf(news.alert.since)} (${news.alert.severity})`
    case 'resolved':
      return `over: ${whatIs(news.alert, nameOf)} since ${dateOf(news.alert.since)}${ENDS[news.end ?? 'recovered']}`
    case 'raised':
      return `a ticket waits for a yes or no: ${news.summary}`
    case 'reminded':
      return 'a proposed ticket still waits for a yes or no'
    case 'escalated':
      return 'nobody has decided about a proposed ticket for long'
    case 'waits':
      return `a ticket ${WHY[news.why]} and waits for a person: ${news.summary}`
    case 'still-waits':
      return `a ticket that ${WHY[news.why]} still waits for a person: ${news.summary}`
    case 'waits-long':
      return `nobody has decided for long about a ticket that ${WHY[news.why]}: ${news.summary}`
  }
}

const WHY: Readonly<Record<Call['why'], string>> = {
  refused: 'was refused',
  held: 'was held, since what it is about is over,',
}

type NameOf = (component: ComponentId) => string
type Told = Extract<News, { what: 'opened' | 'resolved' }>['alert']

function whatIs({ kind, component }: Told, nameOf: NameOf): string {
  const name = component === null ? 'the vessel' : nameOf(component)
  switch (kind) {
    case 'silent':
      return 'silent'
    case 'down':
      return `${name} down`
    case 'no-data':
      return `${name} not measured`
    case 'sla':
      return `${name} below its SLA`
  }
}

const ENDS: Readonly<Record<AlertEnd, string>> = {
  recovered: '; it recovered',
  'link-only': '; only the link was out',
  told: '; the vessel has told what was',
  'never-was': '; it never was',
  'not-watched': '; it is not watched any more',
  met: '; the target is met again',
  measured: '; it is measured again',
  excused: '; that time is excused',
}

/** `2026-11-24 06:12 UTC` */
export const dateOf = (at: Seconds): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`

/** Somebody wants to see that it arrives. */
export const testMessage = (now: Seconds): Message => ({
  subject: 'Watchkeeper: a test message',
  lines: ['Alerts would arrive here.', `Sent ${dateOf(now)}.`],
})

/** None: all is as it has to be again. */
export function trackerMessage(name: string, checks: readonly Line[]): Message {
  if (checks.length === 0) return { subject: `${name} takes tickets as they are configured again`, lines: [] }
  const [first] = checks
  const isToken = checks.length === 1 && first?.what === 'token expiry'
  const what = isToken ? 'the token for tickets ends soon, or has' : 'tickets are not taken as they are configured'
  return {
    subject: `${name}: ${what}`,
    lines: [
      ...checks.map(({ what, words }) => `${what}: ${words}`),
      isToken
        ? 'Make a new token, put it into the file that jira.tokenFile names, and its last day into jira.tokenExpires.'
        : 'Mend jira in hub.yaml or the project; watchkeeper check hub.yaml --online says whether it is right.',
    ],
  }
}

type Line = { readonly what: string; readonly words: string }
