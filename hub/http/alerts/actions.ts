import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Alert } from '../../../shared/api/alert.ts'
import { parseDuration } from '../../../shared/duration.ts'
import { Fault } from '../../../shared/fault.ts'
import { isVesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { iso, type Seconds, toSeconds } from '../../../shared/time.ts'
import { alertItem, alertMain, doneWords, elementId, togetherWords } from '../../../web/pages/alerts/alert.ts'
import { type AlertAction, type Attempt, type Field, LENGTHS, MOST } from '../../../web/pages/alerts/forms.ts'
import { alertGroup, groupId } from '../../../web/pages/alerts/group.ts'
import { saying } from '../../../web/pages/said.ts'
import type { AlertCommand } from '../../core/alerts/alert-command.ts'
import type { By } from '../../core/by.ts'
import type { Act } from '../../ports/deeds.ts'
import type { Views } from '../../ports/views.ts'
import { byOf } from '../door/door.ts'
import { fieldsOf, isOfHtmx, listsOf, textOrNull } from '../form.ts'
import type { Frame } from '../frame.ts'
import { openAlerts } from '../pictures.ts'

type Asked = { readonly alert: string; readonly by: By; readonly now: Seconds }
type Errors = Attempt['errors']
type Read = { readonly ok: true; command(asked: Asked): AlertCommand } | { readonly ok: false; readonly errors: Errors }
type Action = { read(fields: Readonly<Record<string, string>>): Read }

const ONE_OF_THESE = 'choose one of these'
/** Null where nothing was chosen. */
const chosenS = v.pipe(
  v.optional(v.string(), ''),
  v.picklist(['', ...LENGTHS.map(([value]) => value)], ONE_OF_THESE),
  v.transform((length) => parseDuration(length)),
)
const reason = textOrNull(MOST.reason)

/** Everything that people can do about an alert: what it takes, and what it asks of the hub. */
export const ALERT_ACTIONS: Readonly<Record<AlertAction, Action>> = {
  acknowledge: action(v.object({ for: chosenS, reason }), (given, { now, ...asked }) => ({
    type: 'acknowledge-alert',
    ...asked,
    until: given.for === null ? null : now + given.for,
    reason: given.reason,
  })),
  release: action(v.object({ reason }), (given, { alert, by }) => ({
    type: 'release-alert',
    alert,
    by,
    reason: given.reason,
  })),
  snooze: action(v.object({ for: v.pipe(chosenS, v.number(ONE_OF_THESE)), reason }), (given, { now, ...asked }) => ({
    type: 'snooze-alert',
    ...asked,
    until: now + given.for,
    reason: given.reason,
  })),
  wake: action(v.object({ reason }), (given, { alert, by }) => ({
    type: 'wake-alert',
    alert,
    by,
    reason: given.reason,
  })),
  note: action(v.object({ owner: textOrNull(MOST.owner), note: textOrNull(MOST.note) }), (given, { alert, by }) => ({
    type: 'note-alert',
    alert,
    by,
    ...given,
  })),
}

type Fields = Readonly<Record<string, string>>

/** More than any vessel has. */
const MOST_TOGETHER = 100

const isAction = (text: string): text is AlertAction => Object.hasOwn(ALERT_ACTIONS, text)
const FIELDS: readonly Field[] = ['for', 'reason', 'owner', 'note']

function action<S extends v.GenericSchema>(
  schema: S,
  command: (given: v.InferOutput<S>, asked: Asked) => AlertCommand,
): Action {
  return {
    read(fields) {
      const read = v.safeParse(schema, fields)
      if (read.success) return { ok: true, command: (asked) => command(read.output, asked) }
      const errors = read.issues.flatMap((issue) => {
        const field = FIELDS.find((one) => one === v.getDotPath(issue))
        return field === undefined ? [] : [[field, issue.message] as const]
      })
      return { ok: false, errors: Object.fromEntries(errors) }
    },
  }
}

type ActionsOptions = {
  readonly views: Views
  readonly act: Act
  readonly clock: Clock
  readonly frame: Frame
}

/**
 * `POST /vessels/:vessel/alerts/:alert/:action`. A form without script comes back to its page (303), one of htmx gets the
 * alert as it is then. Refused: 422, and the form says at which field; somebody was faster: 409, and what changed.
 */
export function createActions({ views, act, clock, frame }: ActionsOptions): Hono {
  const actions = new Hono()

  actions.post('/vessels/:vessel/alerts/:alert/:action', async (c) => {
    const { vessel, alert: id, action: name } = c.req.param()
    const alert = isVesselId(vessel) ? await views.alert(vessel, id) : null
    if (!isVesselId(vessel) || alert === null || !isAction(name)) throw nothingHere()
    const fields = await fieldsOf(c)
    const read = ALERT_ACTIONS[name].read(fields)
    const attempt = { action: name, values: fields, errors: {}, conflict: false }
    if (!read.ok) return shown(c, alert, { ...attempt, errors: read.errors }, 422)
    const answer = await act(vessel, read.command({ alert: id, by: byOf(c), now: now() }))
    const after = (await views.alert(vessel, id)) ?? alert
    if (answer !== 'done') return shown(c, after, { ...attempt, conflict: true }, 409)
    const back = backOf(fields, vessel)
    if (!isOfHtmx(c)) return c.redirect(`${back}#${elementId(after)}`, 303)
    return c.html(`${drawn(after, { ...fields, back })}${saying(doneWords(after, name))}`)
  })

  /** All of a vessel that were seen: each is acknowledged, and stands in the audit, by itself. */
  actions.post('/vessels/:vessel/alerts/acknowledge', async (c) => {
    const { vessel } = c.req.param()
    const { alert: chosen = [], shown = [], ...lists } = await listsOf(c)
    const [asked, seen] = [new Set(chosen), new Set(shown)]
    const fields = Object.fromEntries(Object.entries(lists).map(([name, [first = '']]) => [name, first]))
    const read = ALERT_ACTIONS.acknowledge.read(fields)
    if (!isVesselId(vessel) || asked.size === 0 || Math.max(asked.size, seen.size) > MOST_TOGETHER) throw nothingHere()
    if (!read.ok) throw new Fault('invalid', `Nothing was acknowledged: ${Object.values(read.errors).join(', ')}.`)
    let done = 0
    for (const alert of asked) if (await isDone(act(vessel, read.command({ alert, by: byOf(c), now: now() })))) done++
    const after = await Promise.all([...seen].map((id) => views.alert(vessel, id)))
    const known = after.filter((one) => one !== null)
    const [first] = known
    if (first === undefined) throw nothingHere()
    const back = backOf(fields, vessel)
    if (!isOfHtmx(c)) return c.redirect(`${back}#${groupId(vessel, first.state, back)}`, 303)
    const group = alertGroup(
      known.filter(({ state }) => state !== 'resolved'),
      { now: iso(now()), back, mayAct: true },
    )
    return c.html(`${group}${saying(togetherWords(first.vessel.name, done, asked.size))}`)
  })

  const now = (): Seconds => toSeconds(clock.now())
  const drawn = (alert: Alert, { back = '', line }: Fields, attempt?: Attempt) =>
    alertItem(alert, {
      now: iso(now()),
      back,
      mayAct: true,
      ...(attempt && { attempt }),
      ...(line === 'yes' && { line: 'opened' }),
    })

  async function shown(c: Context, alert: Alert, attempt: Attempt, status: 409 | 422): Promise<Response> {
    const back = backOf(attempt.values, alert.vessel.id)
    const item = drawn(alert, { ...attempt.values, back }, attempt)
    if (isOfHtmx(c)) return c.html(item.toString(), status)
    const main = alertMain(item, alert.vessel.name, back)
    return c.html(frame(c, { title: 'Not done', main, stream: null, open: await openAlerts(views) }), status)
  }
  return actions
}

/** The world may fail over one of them, after others were done: how many were is said. */
async function isDone(acting: Promise<string>): Promise<boolean> {
  try {
    return (await acting) === 'done'
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

const nothingHere = () =>
  new Fault('not-found', 'There is no such alert, or nothing of this kind can be done about it.')

/** Only to a page that shows the alert, whatever a form says. */
const backOf = ({ back = '' }: Readonly<Record<string, string>>, vessel: string): string =>
  /^\/alerts(\?[\w=&%+.-]*)?$/.test(back) ? back : `/vessels/${vessel}`
