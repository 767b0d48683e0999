import { isVesselId, type VesselId } from '../model.ts'
import type { Ack, Birth, Summary } from './messages.ts'

/** Of the topics and of what they carry. A message of a higher one is refused by name. */
export const MAJOR_VERSION = 1

/** What goes over the link, by topic: one letter each, since it is paid for 288 times a day. */
export const TOPICS = {
  birth: { letter: 'b', from: 'agent', qos: 1, retain: false },
  summary: { letter: 's', from: 'agent', qos: 1, retain: false },
  ack: { letter: 'a', from: 'hub', qos: 0, retain: false },
  config: { letter: 'c', from: 'hub', qos: 1, retain: true },
} as const satisfies Record<TopicName, Way>

const TOPIC_NAMES = ['birth', 'summary', 'ack', 'config'] as const
export type TopicName = (typeof TOPIC_NAMES)[number]

type Way = { readonly letter: string; readonly from: 'agent' | 'hub'; readonly qos: 0 | 1; readonly retain: boolean }

/** The message that each topic carries; `config` carries a whole configuration, which is no message of this protocol. */
export type Carries = { readonly birth: Birth; readonly summary: Summary; readonly ack: Ack }

export type ParsedTopic =
  | { readonly kind: 'ours'; readonly vessel: VesselId; readonly topic: TopicName }
  | { readonly kind: 'newer-version'; readonly major: number }
  | { readonly kind: 'foreign' }

/** `wk/1/mv-aurora/s` */
export const topicOf = (vessel: VesselId, topic: TopicName): string =>
  `wk/${MAJOR_VERSION}/${vessel}/${TOPICS[topic].letter}`

export function parseTopic(text: string): ParsedTopic {
  const [root, version, vessel = '', letter = '', ...rest] = text.split('/')
  if (root !== 'wk' || version === undefined || !/^[1-9]\d{0,3}$/.test(version)) return { kind: 'foreign' }
  const major = Number(version)
  if (major > MAJOR_VERSION) return { kind: 'newer-version', major }
  const topic = TOPIC_NAMES.find((name) => TOPICS[name].letter === letter)
  if (topic === undefined || rest.length > 0 || !isVesselId(vessel)) return { kind: 'foreign' }
  return { kind: 'ours', vessel, topic }
}
