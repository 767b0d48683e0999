import type { Aboard } from './aboard.ts'
import type { Demo } from './demo.ts'
import type { Plot } from './fleet.ts'
import { MOODS } from './tickets.ts'

/** What a person types at the running demo; answers what is to be said, `null` to end. */
export async function obey(demo: Demo, line: string): Promise<string | null> {
  const [verb = '', id = ''] = line.trim().toLowerCase().split(/\s+/)
  if (verb === '') return ''
  if (verb === 'quit' || verb === 'exit') return null
  if (verb === 'vessels') return demo.aboard.map(describe).join('\n')
  if (verb === 'jira') return turnJira(demo, id)
  const act = actions[verb]
  if (act === undefined) return `${verb} is not understood.\n${HELP}`
  const aboard = demo.aboard.find(({ vessel }) => vessel.id === id)
  if (aboard === undefined) return `There is no vessel "${id}"; \`vessels\` lists them. For example: ${verb} mv-aurora`
  if (!aboard.isStarted()) return `${aboard.vessel.name} has no agent yet: it is waiting for first contact.`
  return act(demo, aboard)
}

export const HELP = [
  'cut ID        pull the link of a vessel; it is silent after a while, and measures on',
  'heal ID       put it back; what was measured meanwhile takes the place of the silence',
  "stop-db ID    stop a vessel's InfluxDB",
  'start-db ID   start it again, with all that was measured meanwhile',
  'jira MOOD     how the stand-in for JIRA is: good, away, locked (takes the token no more), or silent: it makes a ticket and never',
  '              answers; approve one, kill the demo (kill -9) and start it again on the same --data: there is one ticket, and it is known',
  'vessels       list them',
  'quit          end the demo',
].join('\n')

function turnJira(demo: Demo, text: string): string {
  const mood = MOODS.find((one) => one === text)
  if (mood === undefined) return `JIRA can be ${MOODS.join(', ')}. For example: jira silent`
  demo.jiraBecomes(mood)
  return `JIRA is ${mood} from now on. Its issues: ${demo.jira}/`
}

const actions: Readonly<Record<string, (demo: Demo, aboard: Aboard) => Promise<string>>> = {
  cut: async (demo, aboard) => {
    await demo.cut(aboard)
    return `${aboard.vessel.name}: link pulled. See ${demo.url}vessels/${aboard.vessel.id}`
  },
  heal: async (demo, aboard) => {
    await demo.heal(aboard)
    return `${aboard.vessel.name}: link put back; the agent dials again within some seconds.`
  },
  'stop-db': async (_, { influx, vessel }) => {
    await influx.stop()
    return `${vessel.name}: its InfluxDB has stopped.`
  },
  'start-db': async (_, { influx, vessel }) => {
    await influx.start()
    return `${vessel.name}: its InfluxDB runs again.`
  },
}

const describe = ({ vessel, link, isStarted }: Aboard) => {
  const now = !isStarted() ? 'not connected yet' : link.isCut() ? 'link pulled' : ''
  return `${vessel.id.padEnd(20)} ${(STORIES[vessel.plot] || now).padEnd(60)} ${STORIES[vessel.plot] ? now : ''}`.trimEnd()
}

/** What is told of each plot; nothing of a calm vessel. */
export const STORIES: Readonly<Record<Plot, string>> = {
  calm: '',
  'dead-access-point': 'its access point has been dead for 31 h',
  'flapping-server': 'its server goes down every few minutes',
  'lost-link': 'lost its link two days ago; heal it and see what it tells',
  'database-stops': 'its InfluxDB stops after two minutes, for a quarter of an hour',
  'telegraf-stopped': 'its Telegraf stopped three hours ago: nothing is measured',
  yard: 'in the yard and out of service for 40 h, everything off',
  'just-silent': 'lost its link 25 minutes ago',
  'never-heard': 'has never been heard',
  'new-server': 'its server is being replaced, in planned maintenance',
}
