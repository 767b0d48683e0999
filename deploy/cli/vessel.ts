import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { keepCertificates } from '../../hub/adapters/certificates.ts'
import { type AdmissionCommand, credentialHash } from '../../hub/core/admission/admission.ts'
import type { Profile } from '../../hub/core/admission/profile.ts'
import { type Entered, newProfile, readProfile } from '../../hub/core/admission/profile.ts'
import { Fault } from '../../shared/fault.ts'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { type HubData, withHubData } from './hub-data.ts'
import { withOutcome } from './outcome.ts'
import { completeKit, prepareKit } from './vessel-kit.ts'
import { listVessels } from './vessel-list.ts'
import { createVessels, type Vessels } from './vessels.ts'

export type Console = {
  /** What a script needs, alone on stdout. */
  readonly print: (text: string) => void
  /** Everything else, on stderr. */
  readonly say: (text: string) => void
  /** Null when there is nobody to ask. */
  readonly ask: (question: string) => Promise<string | null>
}

type Common = { readonly config: string }
type Kit = { readonly out?: string }
type Sure = { readonly yes?: boolean }

/** `watchkeeper vessel`: who belongs to the fleet, and what opens the door to it. Works beside a running hub. */
export function vesselCommand(console: Console = terminal): Command {
  const vessel = new Command('vessel')
    .summary('add, change, list and retire vessels, and their credentials')
    .description('Say who belongs to the fleet, and what opens the door to it; beside a running hub or without one.')
  const sub = (name: string, summary: string) =>
    vessel.command(name).summary(summary).description(summary).option('--config <file>', 'of the hub', 'hub.yaml')
  const entered = (command: Command) =>
    command
      .option('--name <text>', 'as people call it')
      .option('--imo <number>', 'seven digits')
      .option('--group <text>', 'of vessels, such as one that an SLA target is set for')
      .option('--link <text>', 'who provides the satellite link')
      .option('--zone <zone>', 'time zone, such as Europe/Oslo')
      .option('--contact <text>', 'who is to be asked')
      .option('--in-service-from <date>', 'such as 2026-03-01, or 2026-03-01T06:00:00Z')

  entered(sub('add', 'take a vessel into the fleet; prints its credential'))
    .argument('<id>', 'such as mv-aurora')
    .option('--out <dir>', 'write the kit for the vessel there (agent.yaml, ca.pem, credential) and print nothing')
    .action((id: string, options: Entered & Common & Kit, command: Command) =>
      withVessel(command, id, options, (vessels, to) => add(vessels, to, options, console)),
    )
  entered(sub('set', 'change what is entered about a vessel; an empty text takes a value away'))
    .argument('<id>')
    .action((id: string, options: Entered & Common, command: Command) =>
      withVessel(command, id, options, (vessels, to) => set(vessels, to, options, console)),
    )
  sub('rotate', 'make a new credential; the old one is good until the new one has been used')
    .argument('<id>')
    .option('--out <dir>', 'write the kit for the vessel there and print nothing')
    .option('--now', 'the old one is no longer good: locks the ship out until the new one is installed on board')
    .option('--yes', 'do not ask')
    .action((id: string, options: Common & Kit & Sure & { now?: boolean }, command: Command) =>
      withVessel(command, id, options, (vessels, to) => rotate(vessels, to, options, console)),
    )
  sub('retire', 'take a vessel out of the fleet; its credentials open no door any more, its history stays')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for the audit')
    .option('--yes', 'do not ask')
    .action((id: string, options: Common & Sure & { reason: string }, command: Command) =>
      withVessel(command, id, options, (vessels, to) => retire(vessels, to, options, console)),
    )
  sub('list', 'list the vessels')
    .option('--json', 'as JSON')
    .action((options: Common & { json?: boolean }, command: Command) =>
      withOutcome(command, () =>
        withHubData(options.config, async ({ log }) => {
          const vessels = await createVessels(log, new AbortController().signal).all()
          console.print(listVessels(vessels, options.json === true))
        }),
      ),
    )
  return vessel
}

type To = { readonly id: VesselId; readonly data: HubData }

const withVessel = (
  command: Command,
  id: string,
  { config }: Common,
  work: (vessels: Vessels, to: To) => Promise<void>,
): Promise<void> =>
  withOutcome(command, () => {
    if (!isVesselId(id)) {
      throw new Fault(
        'invalid',
        `"${id}" is no vessel id: small letters, digits and dashes, at most 32, such as mv-aurora`,
      )
    }
    return withHubData(config, (data) => work(createVessels(data.log, new AbortController().signal), { id, data }))
  })

async function add(vessels: Vessels, to: To, options: Entered & Kit, console: Console): Promise<void> {
  const profile = { ...newProfile(to.id), ...profileOf(options) }
  await issue(vessels, { ...to, name: profile.name }, options, console, (hash) => ({
    type: 'add',
    profile,
    hash,
    by: by(),
  }))
  console.say(`${to.id} belongs to the fleet; it is waiting for first contact`)
}

async function set(vessels: Vessels, { id }: To, options: Entered, console: Console): Promise<void> {
  const stored = await vessels.change(id, { type: 'set', profile: profileOf(options), by: by() })
  console.say(stored.length === 0 ? `${id}: nothing to change` : `${id}: changed`)
}

async function rotate(
  vessels: Vessels,
  to: To,
  options: Kit & Sure & { now?: boolean },
  console: Console,
): Promise<void> {
  const now = options.now === true
  if (now) {
    const warning = `${to.id} will be locked out until someone on board installs the new credential`
    await confirm(console, options, warning)
  }
  const name = (await vessels.all()).get(to.id)?.profile?.name ?? to.id
  await issue(vessels, { ...to, name }, options, console, (hash) => ({ type: 'rotate', hash, now, by: by() }))
  console.say(
    now
      ? `${to.id} is locked out until someone on board installs the new credential`
      : `${to.id} has a new credential; the old one is good until the new one has been used`,
  )
}

async function retire(
  vessels: Vessels,
  { id }: To,
  options: Sure & { reason: string },
  console: Console,
): Promise<void> {
  const reason = options.reason.trim()
  if (reason === '') throw new Fault('invalid', '--reason must say why: it stays in the audit')
  await confirm(console, options, `${id} will be put out of the fleet, and what it sends is refused from now on`)
  await vessels.change(id, { type: 'retire', reason, by: by() })
  console.say(`${id} is retired`)
}

/** Makes a credential, stores its hash, and only then gives it away: one that opens nothing must not go on board. */
async function issue(
  vessels: Vessels,
  { id, name, data }: To & { readonly name: string },
  { out }: Kit,
  console: Console,
  command: (hash: string) => AdmissionCommand,
): Promise<void> {
  const credential = randomBytes(32).toString('base64url')
  const store = () => vessels.change(id, command(credentialHash(Buffer.from(credential))))
  if (out === undefined) {
    await store()
    return console.print(credential)
  }
  const kit = { vessel: id, name, url: urlOf(data), ca: await authorityOf(data) }
  prepareKit(out, kit)
  await store()
  try {
    completeKit(out, kit, credential)
  } catch (error) {
    console.print(credential)
    throw error
  }
  console.say(`${out} holds the kit for ${id}: bring it to /etc/watchkeeper on board`)
}

const urlOf = ({ settings: { mqtt } }: HubData) =>
  `${mqtt.plain ? 'mqtt' : 'mqtts'}://${mqtt.names[0] ?? 'localhost'}:${mqtt.listen.port}`

async function authorityOf({ settings: { mqtt }, folder }: HubData): Promise<string | null> {
  if (mqtt.plain || mqtt.tls !== undefined) return null
  const { ca } = await keepCertificates({
    folder: folder.tls,
    names: mqtt.names,
    nowMs: systemClock.now(),
    crypto: globalThis.crypto,
  })
  return ca
}

function profileOf(entered: Entered): Partial<Profile> {
  const read = readProfile(entered)
  if (read.kind === 'read') return read.profile
  const lines = read.problems.map(
    ({ field, what }) => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${what}`,
  )
  throw new Fault('invalid', lines.join('\n'))
}

async function confirm(console: Console, { yes }: Sure, warning: string): Promise<void> {
  if (yes === true) return
  const answer = await console.ask(`${warning}. Go on? (yes/no) `)
  if (answer === null) throw new Fault('invalid', warning, { hint: 'nobody is here to be asked: add --yes to go on' })
  if (answer.trim().toLowerCase() !== 'yes') throw new Fault('conflict', 'nothing was changed')
}

const by = () => ({ kind: 'command-line', name: userInfo().username }) as const

const terminal: Console = {
  print: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
  ask: async (question) => {
    if (!process.stdin.isTTY) return null
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  },
}
