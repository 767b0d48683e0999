import { type Admin, LATE_S } from '../../shared/api/admin.ts'
import type { Health } from '../../shared/api/problem.ts'
import { DAY_S } from '../../shared/time.ts'
import { type Counts, countPieces } from '../counts.ts'
import { ago, bytes, duration, secondsOf, time } from '../format.ts'
import { flag, type Hole, type Html, html } from '../html.ts'
import type { Piece } from '../layout.ts'
import { banner } from './banner.ts'

export type AdminView = { readonly admin: Admin; readonly counts: Counts; readonly health: Health }

/** What the hub leans on, how it stands, and what to do when it is wrong. */
export const adminMain = (view: AdminView): Html => html`<main id="main" class="narrow admin">
${banner(view.health)}
<header class="title"><h1>Admin</h1> <p>What the hub leans on, and what to do when it is wrong. Who may come in: <a href="/users">Users</a>.</p></header>
${sections(view.admin)}
</main>`

/** What changes by itself. */
export const adminPiece = (view: AdminView): Piece => ({
  id: 'admin',
  html: sections(view.admin),
  also: [{ id: 'banner', html: banner(view.health) }, ...countPieces(view.counts)],
})

const sections = (admin: Admin): Html => html`<div id="admin">
<section aria-labelledby="admin-channels"><h2 id="admin-channels">Who is told</h2>
${
  admin.channels.length === 0
    ? html`<p class="empty">Nobody is told of anything: people have to look. Add <code>notify:</code> to hub.yaml, with an e-mail server or a webhook, and start the hub again.</p>`
    : admin.channels.map((channel) => channelItem(channel, admin.at))
}
${digestLine(admin)}
</section>
<section aria-labelledby="admin-tickets"><h2 id="admin-tickets">Tickets</h2>
${admin.tickets === null ? html`<p class="empty">Nothing says where tickets go: approved ones wait. Add <code>jira:</code> to hub.yaml and start the hub again.</p>` : tickets(admin.tickets, admin.at)}
</section>
<section aria-labelledby="admin-watchdog"><h2 id="admin-watchdog">Dead-man’s switch</h2>
${watchdog(admin)}
</section>
<section aria-labelledby="admin-hub"><h2 id="admin-hub">The hub</h2>
<ul class="checks">${hubLines(admin).map(line)}</ul>
</section>
<p class="data">As data: <a href="/api/v1/admin">/api/v1/admin</a>, <a href="/metrics">/metrics</a></p>
</div>`

type Standing = 'good' | 'soon' | 'wrong' | 'unasked'
/** `cure` is said only while it is not good. */
type Line = { readonly what: string; readonly standing: Standing; readonly words: Hole; readonly cure: Hole }

const SIGNS: Readonly<Record<Standing, readonly [sign: string, word: string]>> = {
  good: ['✓', 'good'],
  soon: ['!', 'soon'],
  wrong: ['✗', 'wrong'],
  unasked: ['?', 'not known'],
}

const mark = (standing: Standing): Html =>
  html`<span class="standing" data-standing="${standing}"><span aria-hidden="true">${SIGNS[standing][0]}</span> ${SIGNS[standing][1]}</span>`

const line = ({ what, standing, words, cure }: Line): Html =>
  html`<li data-standing="${standing}">${mark(standing)} <strong>${what}</strong> <div>${words}${standing !== 'good' && cure && html`<p class="cure">${cure}</p>`}</div></li>`

type Channel = Admin['channels'][number]

function channelItem(channel: Channel, now: string): Html {
  const address = `/admin/channels/${channel.name}/test`
  const standing = channelStanding(channel)
  return html`<article class="alert" id="${`channel-${channel.name}`}" data-standing="${standing}">
<header><h3>${channel.name}</h3> ${mark(standing)}</header>
<p>${channel.state === 'answers' && channel.last?.outcome === 'refused' ? 'Answers, but refused the last message.' : STATES[channel.state]} ${channel.state !== 'answers' && ['since ', time(channel.since), channel.words !== null && `: ${channel.words}`]}</p>
<p>${lastOutcome(channel, now)}</p>
<p role="status">${testOutcome(channel, now)}</p>
${channel.waiting > 0 && html`<p class="kept">${channel.waiting === 1 ? 'One message has' : `${channel.waiting} messages have`} not gone out, the oldest since ${duration(channel.waitingS)}. They are tried for a day.</p>`}
${standing !== 'good' && html`<p class="cure">${CURES[channel.name === 'email' ? 'email' : 'webhook']}</p>`}
<form method="post" action="${address}" hx-post="${address}" hx-target="#admin" hx-swap="outerMorph"><button type="submit">Send a test message</button></form>
</article>`
}

function channelStanding({ state, last, waiting }: Channel): Standing {
  if (state !== 'answers' || last?.outcome === 'refused') return 'wrong'
  if (last === null) return 'unasked'
  return last.outcome === 'sent' && last.words === null && waiting === 0 ? 'good' : 'soon'
}

const STATES: Readonly<Record<Channel['state'], string>> = {
  answers: 'Takes messages.',
  away: 'Takes no messages',
  'locked-out': 'Lets nobody in',
  'too-many': 'Wants fewer messages',
}

const CURES = {
  email:
    'Look at host, port, security, user and the addresses under notify.email in hub.yaml, and whether the hub may reach that server.',
  webhook: 'Look at the URL in the file that urlFile names, and whether the hub may reach it.',
} as const

const lastOutcome = ({ last }: Channel, now: string): Hole =>
  last === null ? 'Nothing was sent since the hub started.' : outcome(`“${last.subject}”`, last, now)

function testOutcome({ tested, testing }: Channel, now: string): Hole {
  const waits = testing && (tested === null || tested.outcome === 'sent' || tested.outcome === 'refused')
  if (waits) return 'A test message is on its way …'
  return tested !== null && outcome('The test message', tested, now)
}

function outcome(what: string, last: NonNullable<Channel['last']>, now: string): Hole {
  const words = last.words !== null && html`: <span class="reply">${last.words}</span>`
  switch (last.outcome) {
    case 'sent':
      return [what, ' was taken ', ago(last.at, now), words || '.']
    case 'refused':
      return [what, ' was refused ', ago(last.at, now), words]
    case 'partly':
      return [what, ' was taken for some ', ago(last.at, now), ' and is tried again for the others', words]
    case 'retry-later':
      return [what, ' did not go out ', ago(last.at, now), ' and is tried again', words]
    case 'unknown':
      return [what, ' may have gone out ', ago(last.at, now), ', and is sent again as the same message', words]
  }
}

function digestLine({ digest, channels, at }: Admin): Hole {
  if (channels.length === 0) return null
  if (digest === null) return html`<p>No daily digest is wanted.</p>`
  return html`<p>The next daily digest goes out ${time(digest.nextAt)}, in ${duration(secondsOf(digest.nextAt) - secondsOf(at))}. ${digest.lastAt !== null && ['The last was of ', digest.lastDay, ', wanted ', time(digest.lastAt), '.']}</p>`
}

function tickets(target: NonNullable<Admin['tickets']>, now: string): Hole {
  const { name, state, since, words, waitingS, askedAt, asking, checks } = target
  const answers = state === 'answers'
  const hasNoToken = checks.some(({ what, standing }) => what === 'token' && standing === 'wrong')
  const first: Line = {
    what: name,
    standing: answers && !hasNoToken ? 'good' : 'wrong',
    words: answers
      ? `answers${hasNoToken ? ', but does not take the token' : ''}`
      : [`${TRACKER[state]} since `, time(since), words !== null && `: ${words}`],
    cure: 'Tickets wait meanwhile, and nothing is lost. Look whether the hub reaches it, and whether its token is still good.',
  }
  return [
    html`<ul class="checks">${[first, ...checks.map((check) => ({ ...check, cure: check.standing === 'unasked' ? NOT_ANSWERED : ticketCure(check.what, hasNoToken) }))].map(line)}</ul>`,
    waitingS > 0 && html`<p class="kept">The oldest errand has been waiting for ${duration(waitingS)}.</p>`,
    html`<form method="post" action="/admin/tickets/ask" hx-post="/admin/tickets/ask" hx-target="#admin" hx-swap="outerMorph"><p role="status">${asking ? 'Asking …' : askedAt === null ? 'Not asked yet.' : ['Asked ', ago(askedAt, now), '.']}</p><button type="submit" aria-disabled="${flag(asking)}">Ask again</button></form>`,
  ]
}

const TRACKER: Readonly<Record<NonNullable<Admin['tickets']>['state'], string>> = {
  answers: 'answers',
  away: 'does not answer',
  'locked-out': 'lets nobody in',
  'too-many': 'wants fewer requests',
}

const NOT_ANSWERED = 'Nothing is known to be wrong. It is asked again by itself, or at once by the button.'

function ticketCure(what: string, hasNoToken: boolean): string {
  if (what === 'token' || what === 'token expiry')
    return 'Make a new token, put it into the file that jira.tokenFile names, and its last day into jira.tokenExpires.'
  if (hasNoToken) return 'First the token: this is asked with it.'
  if (what === 'permissions') return 'Give the account of the token these permissions in the project.'
  if (what === 'issue type') return 'Set jira.issueType to the id of a type of this project.'
  return 'Change jira in hub.yaml, or the screen of the project that creates issues.'
}

function watchdog({ watchdog: called, at }: Admin): Hole {
  if (called === null)
    return html`<p class="empty">Nobody outside would notice if the hub died. Add <code>watchdog:</code> to hub.yaml, with the address of a dead-man’s switch (a Healthchecks ping, say), and start the hub again.</p>`
  const { calledAt, why, everyS } = called
  const standing: Standing = why !== null ? 'wrong' : calledAt === null ? 'unasked' : 'good'
  const words = why ?? (calledAt === null ? `the first call comes within ${duration(everyS)} of the start` : null)
  const last = calledAt === null ? 'Never called since the hub started' : ['Last called ', ago(calledAt, at)]
  const cure =
    'It is called only while a test message passes through broker, log and pages, and nothing due is left lying. Mend what is named here; somebody outside is being alarmed.'
  return html`<ul class="checks">${line({ what: 'Calls', standing, words: [last, words !== null && `: ${words}`], cure: why !== null && cure })}</ul>`
}

const FEW_BYTES = 2_000_000_000

function hubLines({ hub, at }: Admin): readonly Line[] {
  const behind = hub.logPosition - hub.projectionPosition
  return [
    { what: 'Version', standing: 'good', words: [hub.version, ', running since ', time(hub.startedAt)], cure: null },
    {
      what: 'Listening',
      standing: hub.listening ? 'good' : 'wrong',
      words: hub.listening ? 'vessels can be heard' : 'vessels cannot be heard; their silence is not counted meanwhile',
      cure: 'The banner above says why.',
    },
    {
      what: 'Data folder',
      standing: hub.freeBytes < FEW_BYTES ? 'wrong' : 'good',
      words: [bytes(hub.dataBytes), ' in ', html`<code>${hub.dataDir}</code>`, `, ${bytes(hub.freeBytes)} free`],
      cure: 'A hub that cannot write acknowledges nothing. Make room on that disk, or move the folder to a larger one.',
    },
    {
      what: 'Event log',
      standing: 'good',
      words: `position ${hub.logPosition}`,
      cure: null,
    },
    snapshotLine(hub.snapshot, at),
    {
      what: 'Pages',
      standing: behind > 1_000 ? 'wrong' : 'good',
      words: behind === 0 ? 'show all of the log' : `${behind} behind the log`,
      cure: 'If it does not shrink, look into the log of the hub; watchkeeper rebuild makes the rows of the pages anew.',
    },
    {
      what: 'Deadlines',
      standing: hub.overdueS > LATE_S ? 'wrong' : 'good',
      words: hub.overdueS > 0 ? `the oldest is ${duration(hub.overdueS)} late` : 'none is late',
      cure: 'The hub does not keep up: look at its load and its disk.',
    },
    certificateLine(hub.certificate, at),
  ]
}

const snapshotLine = ({ savedAt, trouble }: Admin['hub']['snapshot'], at: string): Line => ({
  what: 'Snapshot',
  standing: trouble === null ? 'good' : 'soon',
  words: [
    savedAt === null ? 'not saved since the start' : ['saved ', ago(savedAt, at)],
    trouble !== null && html`; now <span class="reply">${trouble}</span>`,
  ],
  cure: 'Nothing is lost: the next start of the hub only takes longer. Make room, or look at the rights of the folder.',
})

function certificateLine(certificate: Admin['hub']['certificate'], at: string): Line {
  const what = 'Certificate'
  if (certificate === null)
    return { what, standing: 'good', words: 'none: vessels come without TLS, on loopback', cure: null }
  const { endsAt, own } = certificate
  const leftS = secondsOf(endsAt) - secondsOf(at)
  const standing: Standing = leftS < 7 * DAY_S ? 'wrong' : leftS < 30 * DAY_S ? 'soon' : 'good'
  const words: Hole = [leftS < 0 ? 'ended ' : 'good until ', time(endsAt), own && ', renewed by itself 60 days before']
  const cure = own
    ? 'It was not renewed: look into the log of the hub.'
    : 'Put a new one into the files that mqtt.tls names; the hub takes it up within a day, or when it is started again.'
  return { what, standing, words, cure }
}
