import { benchAgent } from './agent.ts'
import { benchCollect } from './collect.ts'
import { type Figure, tableOf } from './figure.ts'
import { benchFigures } from './figures.ts'
import { benchHub } from './hub.ts'
import { benchJournal } from './journal.ts'
import { benchLink } from './link.ts'
import { benchPages } from './pages.ts'
import { benchStart } from './start.ts'
import { benchWatch } from './watch.ts'

/** `npm run bench [part ...]`: prints what the product costs and what it can take; nothing is asserted by a clock. */
const PARTS: readonly {
  readonly name: string
  readonly title: string
  readonly measure: () => Promise<readonly Figure[]>
}[] = [
  { name: 'link', title: 'The link, to the byte, between two network namespaces', measure: benchLink },
  { name: 'collect', title: "Reading a real InfluxDB, time and the agent's CPU", measure: benchCollect },
  { name: 'journal', title: "The agent's journal", measure: benchJournal },
  { name: 'agent', title: 'The agent, its process from source over a simulated week', measure: benchAgent },
  { name: 'hub', title: 'The hub, on SQLite', measure: benchHub },
  { name: 'pages', title: 'Open pages, on SQLite', measure: benchPages },
  { name: 'watch', title: 'The watch and the evaluation of a summary, CPU, log in memory', measure: benchWatch },
  { name: 'start', title: 'The start of a hub after a year, on SQLite', measure: benchStart },
  { name: 'figures', title: 'Pages and figures', measure: async () => benchFigures() },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((word) => !PARTS.some(({ name }) => name === word))
if (unknown.length > 0) {
  console.error(`bench has no part ${unknown.join(' or ')}; it has ${PARTS.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
for (const { title, measure } of PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(title)
  for (const line of tableOf(await measure())) console.log(line)
  console.log()
}
