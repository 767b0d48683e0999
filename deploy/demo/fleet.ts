import { isVesselId, type VesselId } from '../../shared/model.ts'
import { chance } from './chance.ts'

/** An invented vessel. */
export type DemoVessel = {
  readonly id: VesselId
  readonly name: string
  readonly imo: string
  readonly group: string
  readonly link: string
  readonly zone: string
  readonly plot: Plot
}

/** What happens on board; see `story.ts`. */
export type Plot =
  | 'calm'
  | 'dead-access-point'
  | 'flapping-server'
  | 'lost-link'
  | 'database-stops'
  | 'telegraf-stopped'
  | 'yard'
  | 'just-silent'
  | 'never-heard'
  | 'new-server'

/** The vessels of the stories first, so that even a small fleet has them; the rest is calm. */
const PLOTS: readonly Plot[] = [
  'calm',
  'dead-access-point',
  'flapping-server',
  'lost-link',
  'database-stops',
  'telegraf-stopped',
  'yard',
  'just-silent',
  'never-heard',
  'new-server',
]

const NAMES =
  `Aurora Borealis Capella Deneb Electra Fomalhaut Gemini Halcyon Isolde Juniper Kestrel Lyra Meridian Nordlys Orion Pegasus
  Quetzal Rigel Solveig Tamarin Ulysses Vega Westerly Xanthe Yarrow Zephyr Albatross Bellatrix Cassini Draco Equinox Fjordland
  Gannet Havfrue Ilmari Janus Kittiwake Lodestar Magellan Nautilus Osprey Petrel Quadrant Regulus Sirius Tern Umbra Vesper
  Windrose Altair Bowditch Corvus Dorado Eider Fulmar Guillemot Hydra Iris Jotun Kraken Levanter Mistral Narwhal Ostro
  Polaris Skua`.split(/\s+/)

const GROUPS = ['North Sea', 'Baltic', 'Atlantic', 'Mediterranean', 'Offshore']
const LINKS = ['Iridium Certus', 'Inmarsat FX', 'VSAT Ku', 'Starlink Maritime']
const ZONES = ['Europe/Oslo', 'Europe/Berlin', 'Europe/Athens', 'Asia/Singapore', 'America/Halifax']

export const demoFleet = (count: number): readonly DemoVessel[] => Array.from({ length: count }, (_, at) => vessel(at))

function vessel(at: number): DemoVessel {
  const random = chance('vessel', at)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const round = Math.floor(at / NAMES.length)
  const name = `MV ${NAMES[at % NAMES.length]}${round === 0 ? '' : ` ${round + 1}`}`
  const id = name.toLowerCase().replaceAll(' ', '-')
  if (!isVesselId(id)) throw new Error(`${id} is no vessel id`)
  return {
    id,
    name,
    imo: imoNumber(910_000 + at * 977),
    group: GROUPS[at % GROUPS.length] ?? '',
    link: pick(LINKS),
    zone: pick(ZONES),
    plot: PLOTS[at] ?? 'calm',
  }
}

/** Six digits and their check digit: each digit times its weight, 7 down to 2, of the sum the last digit. */
export function imoNumber(six: number): string {
  const digits = String(six % 1_000_000).padStart(6, '0')
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (7 - at), 0)
  return `${digits}${sum % 10}`
}
