import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allows, ROLES, type Role } from '../../hub/core/accounts/permission.ts'
import { type Needs, ROUTES } from '../../hub/http/door/roles.ts'
import { DAY_S } from '../../shared/time.ts'
import { PROPOSAL } from '../fakes/docket.ts'
import { idOf, NOW } from '../fakes/views.ts'
import { givenReports, OCTOBER } from '../hub/given-reports.ts'
import { readEvents } from './event-stream.ts'
import { type GivenApp, givenApp } from './given-app.ts'

/** No page, and no piece of one that comes later, holds a form that whoever looks at it may not send. */

const PROPOSED = idOf(5)
const DOWN = idOf(4)
const LIVE = ['/live/alerts', `/live/vessels/${DOWN}`, '/live/approvals', '/live/fleet', '/live/admin']
/** From which role on there is something to press. */
const PAGES: Readonly<Record<string, Role | 'nobody'>> = {
  '/': 'nobody',
  [`/vessels/${DOWN}`]: 'operator',
  '/alerts': 'operator',
  '/approvals': 'approver',
  [`/approvals/${PROPOSED}/${PROPOSAL}`]: 'approver',
  '/maintenance': 'operator',
  '/admin': 'admin',
}

const POSTS = Object.entries(ROUTES).flatMap(([route, needs]) =>
  route.startsWith('POST ') ? [{ pattern: new RegExp(`^${route.slice(5).replaceAll(/:\w+/g, '[^/]+')}$`), needs }] : [],
)

const needsOf = (address: string): Needs =>
  POSTS.find(({ pattern }) => pattern.test(address))?.needs ?? assert.fail(`nothing takes ${address}`)

/** Where the forms of a page lead that change something; the way out, which stands on all pages for everybody, aside. */
const offersOf = (page: string): readonly string[] =>
  [...page.matchAll(/<form\b[^>]*method="post".*?<\/form>/gs)]
    .flatMap(([form]) =>
      [...form.matchAll(/ (?:action|formaction|hx-post)="([^"]*)"/g)].map(([, address = '']) => address),
    )
    .filter((address) => address !== '/logout')

function assertFor(role: Role, page: string, from: string): readonly string[] {
  const offers = offersOf(page)
  for (const address of offers) {
    const needs = needsOf(address)
    const least = needs === 'approver in person' ? 'approver' : needs
    assert.ok(least === 'open' || (least !== 'signed' && allows(role, least)), `${from} offers ${address} to ${role}`)
  }
  return offers
}

const isOfferedTo = (role: Role, least: Role | 'nobody'): boolean => least !== 'nobody' && allows(role, least)

const asRole = (role: Role): GivenApp => givenApp(66, NOW * 1000, role)

async function streamed({ get }: GivenApp, path: string): Promise<string> {
  const stream = readEvents(await get(path))
  await stream.until(() => stream.events.length > 0)
  await stream.leave()
  return stream.events.map(({ data }) => data).join('')
}

describe('what a page offers', () => {
  for (const role of ROLES)
    test(`to ${role} is what that role may do`, async () => {
      for (const [path, least] of Object.entries(PAGES)) {
        const answer = await asRole(role).get(path)
        const isKept = path === '/admin' && role !== 'admin'
        assert.equal(answer.status, isKept ? 403 : 200, path)
        if (isKept) continue
        const offers = assertFor(role, await answer.text(), path)
        assert.equal(offers.length > 0, isOfferedTo(role, least), path)
      }
    })

  for (const role of ROLES)
    test(`to ${role} stays so when it is drawn again`, async () => {
      for (const path of LIVE) {
        if (path === '/live/admin' && role !== 'admin') continue
        const offers = assertFor(role, await streamed(asRole(role), path), path)
        const page = path.slice('/live'.length)
        assert.equal(offers.length > 0, isOfferedTo(role, PAGES[page] ?? 'nobody'), path)
      }
    })

  test('about a ticket that JIRA refused is for approvers alone; others are told whose it is', async () => {
    for (const role of ROLES) {
      const given = asRole(role)
      const by = { kind: 'user', name: 'anna' } as const
      await given.views.decide(PROPOSED, {
        type: 'approve-proposal',
        proposal: PROPOSAL,
        by,
        revision: 1,
        draft: null,
        reason: null,
      })
      const event = { type: 'ticket-refused', ticket: PROPOSAL, reason: 'too long', problems: {} } as const
      given.views.happenToProposal({ ...event, at: NOW, learnedAt: NOW })
      const page = await (await given.get('/approvals')).text()
      const isOffered = assertFor(role, page, '/approvals').some((address) => address.endsWith('/send'))
      assert.equal(isOffered, allows(role, 'approver'))
      assert.equal(page.includes('Whoever has the role approver decides what becomes of it'), !isOffered)
    }
  })

  test('about a report is to freeze it, to approvers', async (t) => {
    const { reports } = givenReports(t)
    for (const role of ROLES) {
      const { get } = givenApp(0, (OCTOBER + 40 * DAY_S) * 1000, role, { reports })
      const offers = assertFor(role, await (await get('/reports/2026-10')).text(), '/reports')
      assert.equal(offers.length > 0, allows(role, 'approver'))
    }
  })
})

test('who may not act on alerts is told who may', async () => {
  for (const path of ['/alerts', `/vessels/${DOWN}`]) {
    const words = /Whoever has the role operator acknowledges and snoozes them/
    assert.match(await (await asRole('viewer').get(path)).text(), words)
    assert.doesNotMatch(await (await asRole('operator').get(path)).text(), words)
  }
})
