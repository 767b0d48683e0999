import type { Fault } from '../shared/fault.ts'
import { UNANSWERED_BIRTHS } from '../shared/link/agent.ts'
import type { AgentState } from '../shared/link/agent-state.ts'
import type { ComponentId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { dayOf, iso, MINUTE_S, OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import type { CrewTrouble, CrewView } from '../web/crew/view.ts'
import { type Alike, alike, type Finding } from './core/finding.ts'
import type { SourceFault } from './core/source-fault.ts'
import type { JournalLoss, LinkLoss, Traffic, Uplink } from './ports.ts'
import type { AgentSettings } from './settings.ts'
import { crewView } from './status/view.ts'
import type { Confirmed, Tell } from './tell.ts'

/** How the agent stands, for the people on board: what the link, the database and the disk last said. */
export interface Standing {
  read(): void
  failed(fault: SourceFault): void
  found(findings: readonly Finding[]): void
  connected(): void
  disconnected(loss: LinkLoss): void
  clockFault(wrong: boolean): void
  view(tell: Pick<Tell, 'state' | 'diskTrouble' | 'confirmed'>): CrewView
}

export function createStanding(options: {
  readonly settings: AgentSettings
  readonly version: string
  readonly losses: readonly JournalLoss[]
  readonly traffic: Uplink['traffic']
  readonly clock: Clock
}): Standing {
  const { settings, version, losses, traffic, clock } = options
  const now = () => toSeconds(clock.now())
  const names = new Map(settings.components.map(({ id, name }): [ComponentId, string] => [id, name ?? spoken(id)]))
  let fault: SourceFault | null = null
  let findings: readonly Finding[] = []
  let clockIsWrong = false
  let link = { connected: false, since: now(), because: FIRST_DIAL as LinkLoss | null }

  const foundOf = ({ components, fault: found }: Alike): CrewTrouble =>
    troubleOf(
      found,
      components.map((id) => names.get(id) ?? id),
    )

  const troubles = (state: AgentState, disk: Fault | null): CrewTrouble[] => [
    ...(disk === null ? [] : [notSaved(disk)]),
    ...(clockIsWrong || state.clockBehind ? [clockWrong] : waitedFor(state, now())),
    ...clockOff(state),
    ...(state.unanswered < UNANSWERED_BIRTHS ? [] : [notUnderstood]),
    ...(fault === null ? [] : [troubleOf(fault)]),
    ...alike(findings).map(foundOf),
  ]

  return {
    read() {
      fault = null
    },
    failed(newFault) {
      fault = newFault
    },
    found(newFindings) {
      findings = newFindings
    },
    connected() {
      link = { connected: true, since: now(), because: null }
    },
    disconnected(loss) {
      link = { connected: false, since: link.connected ? now() : link.since, because: loss }
    },
    clockFault(wrong) {
      clockIsWrong = wrong
    },
    view(tell) {
      const state = tell.state()
      const confirmed = tell.confirmed()
      return crewView({
        now: now(),
        vessel: settings.vessel,
        name: settings.name ?? settings.vessel,
        version,
        names,
        journal: state.journal,
        currentForS: CURRENT_FOR_S,
        shore: {
          ...link,
          lastContact: confirmed?.at ?? null,
          bytesToday: onDay(traffic(), dayOf(now())),
          untold: untoldSince(state, link.connected, confirmed),
        },
        troubles: troubles(state, tell.diskTrouble()),
        losses,
      })
    },
  }
}

const onDay = (days: readonly Traffic[], today: number): { up: number; down: number } => {
  const { up, down } = days.find(({ day }) => day === today) ?? { up: 0, down: 0 }
  return { up, down }
}

/** `access-point` as a person would write it. */
const spoken = (id: ComponentId): string => `${id[0]?.toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`

const FIRST_DIAL: LinkLoss = { kind: 'dialling', message: 'still dialling for the first time' }

const CURRENT_FOR_S = 3 * MINUTE_S
const SKEW_S = 30

/** Without news the next heartbeat tells that there are none; while there is no link that has to wait as well. */
function untoldSince(
  { told, low, journal }: AgentState,
  connected: boolean,
  confirmed: Confirmed | null,
): Seconds | null | undefined {
  if (told === null) return undefined
  const since = Math.min(told, low)
  if (since < OPEN) return Math.min(since, journal.to ?? since)
  return connected ? null : (confirmed?.until ?? undefined)
}

const troubleOf = ({ code, message, hint }: SourceFault, components: readonly string[] = []): CrewTrouble => ({
  about: 'measurement',
  code,
  names: components,
  message,
  hint,
})

const notSaved = ({ message, hint }: Fault): CrewTrouble => ({
  about: 'journal',
  code: 'disk',
  names: [],
  message,
  hint: `${hint ?? 'Look at the disk.'} Shore is told all the same, but a restart loses what has not been sent by then.`,
})

const notUnderstood: CrewTrouble = {
  about: 'shore',
  code: 'unanswered',
  names: [],
  message: 'Shore takes what this agent says of itself and answers nothing: it cannot read it.',
  hint: 'The page of the vessel on shore says why. What is measured stays here until it is understood.',
}

const clockWrong: CrewTrouble = {
  about: 'clock',
  code: 'clock',
  names: [],
  message: 'The clock of this computer is wrong.',
  hint: 'Set the date and time, or switch on time synchronisation.',
}

/** A clock that went back a little is waited for. */
function waitedFor({ journal: { to } }: AgentState, now: Seconds): CrewTrouble[] {
  if (to === null || now >= to) return []
  const message = `The clock of this computer went back: measuring goes on when it says ${iso(to)} again.`
  return [{ ...clockWrong, message }]
}

function clockOff({ shore }: AgentState): CrewTrouble[] {
  if (shore === null || Math.abs(shore.offsetS) <= SKEW_S) return []
  const direction = shore.offsetS > 0 ? 'ahead of' : 'behind'
  return [
    {
      ...clockWrong,
      message: `The clock of this computer is ${Math.abs(shore.offsetS)} s ${direction} the clock on shore.`,
    },
  ]
}
