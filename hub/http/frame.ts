import type { Context } from 'hono'
import type { Clock } from '../../shared/runtime/clock.ts'
import { iso, toSeconds } from '../../shared/time.ts'
import { alertCount, type Counts, waitingCount } from '../../web/counts.ts'
import type { Html } from '../../web/html.ts'
import { type AssetPaths, layout, type Sheet } from '../../web/layout.ts'
import { errorMain } from '../../web/pages/error.ts'
import { TURN_S } from '../../web/pages/fleet/choice.ts'
import type { Person } from '../ports/gate.ts'
import { type Refusal, titleOf } from './answer.ts'
import { visitorOf } from './door/door.ts'
import { withFormKey } from './door/form-key.ts'

export type FramedPage = {
  readonly title: string
  /** The name of a document, in a tab and as a file. */
  readonly document?: string
  readonly main: Html
  /** The stream that keeps it fresh. */
  readonly stream: string | null
  /** For the header; null where they cannot be said. */
  readonly open: Counts | null
  /** For a screen on a wall: nothing to press, and loaded again by itself where no script runs. */
  readonly wall?: boolean
}

/** Puts a page into what all pages of the hub have around them. */
export type Frame = (c: Context, page: FramedPage) => string

export const createFrame =
  (assets: AssetPaths, edition: string, clock: Clock): Frame =>
  (c, { title, document, main, stream, open, wall = false }) => {
    const visitor = visitorOf(c)
    const formKey = visitor?.session?.formKey ?? ''
    const page = layout({
      title,
      ...(document !== undefined && { document }),
      formKey,
      assets,
      at: iso(toSeconds(clock.now())),
      brand: { name: 'Watchkeeper', href: '/' },
      nav: visitor === null ? [] : sectionsFor(visitor, title, open),
      ...(visitor !== null && {
        person: { name: visitor.name, role: visitor.role, href: '/account', signOut: '/logout' },
      }),
      bare: wall,
      ...(wall && { reloadWithoutScriptS: TURN_S }),
      live: stream,
      edition,
      main,
      face: 'ops',
    }).toString()
    return formKey === '' ? page : withFormKey(page, formKey)
  }

const sectionsFor = ({ role }: Person, title: string, open: Counts | null): Sheet['nav'] => [
  { name: 'Fleet', href: '/', current: title === 'Fleet' },
  {
    name: 'Alerts',
    href: '/alerts',
    current: title === 'Alerts',
    ...(open !== null && { count: alertCount(open).html }),
  },
  {
    name: 'Approvals',
    href: '/approvals',
    current: title === 'Approvals',
    ...(open !== null && { count: waitingCount(open).html }),
  },
  { name: 'Tickets', href: '/tickets', current: title === 'Tickets' },
  { name: 'Maintenance', href: '/maintenance', current: title === 'Maintenance' },
  { name: 'History', href: '/incidents', current: title === 'History' || title === 'Audit' },
  { name: 'Reports', href: '/reports', current: title === 'Reports' },
  ...(role === 'admin' ? [{ name: 'Admin', href: '/admin', current: title === 'Admin' || title === 'Users' }] : []),
]

/** A failure as a page, for people. */
export const failurePage = (frame: Frame, c: Context, { status, detail, hint }: Refusal): string =>
  frame(c, {
    title: titleOf(status),
    stream: null,
    open: null,
    main: errorMain({ status, title: titleOf(status), detail, hint }),
  })
