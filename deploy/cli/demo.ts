import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Command, InvalidArgumentError } from 'commander'
import { systemClock } from '../../shared/runtime/clock.ts'
import { createLog } from '../../shared/runtime/log.ts'
import { HEARTBEAT_S } from '../demo/aboard.ts'
import { HELP, obey, STORIES } from '../demo/console.ts'
import { type Demo, SILENT_AFTER_S, startDemo } from '../demo/demo.ts'
import { DEMO_PEOPLE } from '../demo/people.ts'
import { VERSION } from './about.ts'
import { withOutcome } from './outcome.ts'

type Options = { readonly vessels: number; readonly port: number; readonly data?: string; readonly verbose?: true }

const MQTT_PORT = 8883
const JIRA_PORT = 8090
const MESSAGES_PORT = 8070

/** `watchkeeper demo`: the real hub and agents on invented vessels. */
export const demoCommand = (): Command =>
  new Command('demo')
    .summary('run the hub and the agents of an invented fleet, to look at')
    .description('Run the real hub and real agents in one process, on vessels, databases and links that are simulated.')
    .option('--vessels <count>', 'how many', between(1, 500), 66)
    .option('--port <port>', 'of the pages; the next free one is taken', between(1, 65_400), 8080)
    .option('--data <dir>', 'keep what happens there, and go on with it next time; else it is gone at the end')
    .option('--verbose', 'show the logs of the hub and the agents')
    .action((options: Options, command: Command) => withOutcome(command, () => run(options)))

async function run(options: Options): Promise<void> {
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'watchkeeper-demo-'))
  say(`Starting the hub and ${options.vessels} vessels ...`)
  try {
    const demo = await startDemo({
      vessels: options.vessels,
      ports: { http: options.port, mqtt: MQTT_PORT, jira: JIRA_PORT, messages: MESSAGES_PORT },
      folder,
      clock: systemClock,
      random: Math.random,
      newCredential: () => randomBytes(32).toString('base64url'),
      log: createLog('demo', options.verbose ? 'info' : 'error'),
      version: VERSION,
    })
    say(introduction(demo, options, folder))
    await untilEnded(demo, say)
    say('Ending ...')
    await demo.stop()
  } finally {
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** Until a signal or `quit`; an end of the input alone ends nothing, since a service has none. */
function untilEnded(demo: Demo, say: (text: string) => void): Promise<void> {
  const lines = createInterface({ input: process.stdin })
  return new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    lines.on('line', (line) => {
      obey(demo, line).then(
        (answer) => (answer === null ? resolve() : say(answer)),
        (error: unknown) => say(String(error)),
      )
    })
  }).finally(() => lines.close())
}

function introduction(
  { url, token, jira, messages, aboard, told }: Demo,
  { vessels, port, data }: Options,
  folder: string,
): string {
  const [first] = aboard
  const stories = aboard.filter(({ vessel }) => vessel.plot !== 'calm')
  const another = url.endsWith(`:${port}/`) ? '' : ` (port ${port} is taken)`
  return `
The fleet:           ${url}${another}
A vessel:            ${url}vessels/${first?.vessel.id}
Its crew page:       ${first?.crewPage()}
The same as JSON:    ${url}api/v1/fleet (a program: curl -H 'Authorization: Bearer ${token}' ...)
Tickets:             ${jira}/
Messages:            ${messages}/ (what people would be told by mail or chat)
${told ? '' : '\nSome vessels are telling what was measured before.\n'}
SIGN IN BY ONE CLICK, as one of four invented people: ${DEMO_PEOPLE.map(({ name, role }) => `${name} (${role})`).join(', ')}.
That is of the demo alone: anybody who reaches it can do everything. A real hub has no accounts until you make them.

Real: the hub, ${vessels} agents, MQTT over TLS, the event log (in ${folder}${data === undefined ? ', gone at the end' : ''}).
Simulated: the vessels and what is measured on board, their InfluxDBs (HTTP servers of this process), their links
(TCP proxies of this process), JIRA and the messages (HTTP servers of this process), and the past: the clock of hub and agents was moved on, quickly, over the last two days.
Quicker than at sea: a heartbeat every ${HEARTBEAT_S} s, silent after ${SILENT_AFTER_S} s.

${stories.map(({ vessel }) => `  ${vessel.id.padEnd(16)} ${STORIES[vessel.plot]}`).join('\n')}

Type here, for example: cut ${first?.vessel.id}
${HELP}
`
}

const between = (least: number, most: number) => (text: string) => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
}
