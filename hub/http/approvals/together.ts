import { type Context, Hono } from 'hono'
import { Fault } from '../../../shared/fault.ts'
import { isVesselId } from '../../../shared/model.ts'
import { iso, toSeconds } from '../../../shared/time.ts'
import {
  MOST_TOGETHER,
  type Outcome,
  outcomesMain,
  TOGETHER,
  type Together,
  type TogetherView,
  togetherMain,
} from '../../../web/pages/approvals/together.ts'
import { byOf } from '../door/door.ts'
import { listsOf } from '../form.ts'
import { openAlerts } from '../pictures.ts'
import { DECISIONS } from './decisions.ts'
import type { ApprovalsOptions } from './pages.ts'
import { refusalWords } from './refusal.ts'

type Options = Pick<ApprovalsOptions, 'views' | 'decide' | 'clock' | 'frame'>

/**
 * Several proposals at once: `GET /approvals/together` lists each as it is now, `POST` decides them one after the other, each bound to
 * the revision that was listed, and says what came of each.
 */
export function createTogether({ views, decide, clock, frame }: Options): Hono {
  const together = new Hono()
  const now = () => toSeconds(clock.now())

  async function listing(items: readonly string[]): Promise<Pick<TogetherView, 'proposals' | 'gone'>> {
    const { proposals } = await views.proposals()
    const chosen = new Set(items.map((item) => item.split('/').slice(0, 2).join('/')))
    const waiting = proposals.filter(
      ({ vessel, id, stage }) => stage.kind === 'waiting' && chosen.has(`${vessel.id}/${id}`),
    )
    return { proposals: waiting, gone: chosen.size - waiting.length }
  }

  async function page(c: Context, view: Omit<TogetherView, 'now'>, status: 200 | 422): Promise<Response> {
    const main = togetherMain({ ...view, now: iso(now()) })
    return c.html(frame(c, { title: 'Several together', main, stream: null, open: await openAlerts(views) }), status)
  }

  together.get('/approvals/together', async (c) => {
    const what = asked(c.req.query('do'))
    const items = few(c.req.queries('item') ?? [])
    return page(c, { what, ...(await listing(items)), values: {}, errors: {} }, 200)
  })

  together.post('/approvals/together', async (c) => {
    const { item: items = [], ...lists } = await listsOf(c)
    const fields = Object.fromEntries(Object.entries(lists).map(([name, [first = '']]) => [name, first]))
    const what = asked(fields.do)
    const chosen = few(items)
    const trial = DECISIONS[what].read({ ...fields, revision: '1' })
    if (!trial.ok) {
      return page(c, { what, ...(await listing(chosen)), values: fields, errors: trial.errors }, 422)
    }
    const { proposals } = await views.proposals()
    // All of it is read before any is decided: what is not answered item by item has decided nothing.
    const listed = chosen.map((one) => {
      const [vessel = '', id, revision = ''] = one.split('/')
      const proposal = proposals.find((known) => known.vessel.id === vessel && known.id === id)
      const read = DECISIONS[what].read({ ...fields, revision })
      if (proposal === undefined || !isVesselId(vessel) || !read.ok)
        throw new Fault('invalid', 'The list names what there is not: nothing was decided.')
      return { vessel, proposal, command: read.command({ proposal, by: byOf(c), now: now() }) }
    })
    const outcomes: Outcome[] = []
    for (const { vessel, proposal, command } of listed)
      outcomes.push({ proposal, ...(await outcomeOf(what, () => decide(vessel, command))) })
    const main = outcomesMain(what, outcomes)
    return c.html(frame(c, { title: 'Several together', main, stream: null, open: await openAlerts(views) }))
  })
  return together
}

/** The world may fail over one of them, after others were decided. */
async function outcomeOf(
  what: Together,
  deciding: () => ReturnType<Options['decide']>,
): Promise<Omit<Outcome, 'proposal'>> {
  try {
    const decided = await deciding()
    const done = decided.kind === 'decided'
    return { done, words: done ? DONE[what] : refusalWords(decided) }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { done: false, words: error.message }
  }
}

const DONE: Readonly<Record<Together, string>> = {
  approve: 'Approved: the ticket is on its way.',
  reject: 'Rejected.',
  snooze: 'Snoozed.',
}

function asked(text: string | undefined): Together {
  const what = TOGETHER.find((one) => one === text)
  if (what === undefined) throw new Fault('invalid', `The address says what is to be done: ${TOGETHER.join(', ')}.`)
  return what
}

function few(items: readonly string[]): readonly string[] {
  const once = [...new Set(items)]
  if (once.length > MOST_TOGETHER)
    throw new Fault('invalid', `At most ${MOST_TOGETHER} are decided together; ${once.length} were chosen.`)
  return once
}
