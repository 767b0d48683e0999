import { runTickets } from './tickets.ts'

export type Storm = {
  readonly seeds: number
  readonly settleS: number
  readonly lagS?: number
  readonly first?: number
}

const TICKETS = 10

/** Many seeds one after the other; the figure says what they went through. */
export async function stormTickets({ seeds, settleS, lagS = 100, first = 1 }: Storm) {
  let kills = 0
  let faults = 0
  const doubled: string[] = []
  const lost: string[] = []
  for (let seed = first; seed < first + seeds; seed++) {
    const plan = { tickets: TICKETS, settleS, lagS, lateS: 100, kills: 0.04, faults: 0.06 }
    const outcome = await runTickets(seed, plan)
    kills += outcome.kills
    faults += outcome.faults
    doubled.push(...outcome.doubled.map((one) => `seed ${seed}: ${one}`))
    lost.push(...outcome.lost.map((one) => `seed ${seed}: ${one}`))
  }
  const tickets = seeds * TICKETS
  const figure = `${tickets} tickets, ${kills} kills, ${faults} faults: ${doubled.length} doubled, ${lost.length} lost`
  return { figure, doubled, lost, linked: tickets - lost.length }
}

/** `npm run storm`: 10,000 tickets; `node test/sim/ticket-storm.ts [seeds] [first seed]`: as many as wanted. */
if (import.meta.main) {
  const [seeds = 100, first = 1] = process.argv.slice(2).map(Number)
  const { figure, doubled, lost } = await stormTickets({ seeds, first, settleS: 300 })
  for (const one of [...doubled, ...lost]) console.log(one)
  console.log(figure)
  process.exitCode = doubled.length + lost.length === 0 ? 0 : 1
}
