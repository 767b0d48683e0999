import { troubleWords } from '../../trouble.ts'
import { counted, type EventType, type Words } from './words.ts'

export const noticeWords: Words<Extract<EventType, `notice-${string}`>> = {
  'notice-wanted': ({ channels, subject: title }) => `Message to ${channels.join(', ')}: ${title}`,
  'notice-sent': ({ channel }) => `Message sent to ${channel}`,
  'notice-unknown': ({ channel }) => `Not known whether the message reached ${channel}: sent again as the same one`,
  'notice-refused': ({ channel }) => `Message not taken by ${channel}`,
}

export const vesselWords: Words<
  Extract<EventType, `vessel-${string}` | `credential-${string}` | `clock-${string}` | 'identity-contested'>
> = {
  'vessel-added': ({ profile }) => `Vessel entered as ${profile.name}`,
  'vessel-changed': ({ profile }) => `Vessel changed: ${Object.keys(profile).join(', ')}`,
  'vessel-retired': () => 'Vessel retired',
  'credential-added': () => 'Credential added',
  'credential-used': () => 'Credential used for the first time',
  'credential-removed': () => 'Credential removed',
  'clock-skewed': ({ offsetS }) =>
    `Its clock is ${counted(Math.abs(offsetS), 'second')} ${offsetS < 0 ? 'behind' : 'ahead'}`,
  'clock-righted': () => 'Its clock is right again',
  'identity-contested': ({ instances }) =>
    instances.length === 1
      ? 'Two agents speak in turn from copies of one journal'
      : `${counted(instances.length, 'agent')} use one credential in turn`,
}

/** What vessels tell. */
export const toldWords: Words<'born' | 'told'> = {
  born: ({ about, components }, names) =>
    `Agent ${about.version} began a session with ${components.map(({ id }) => names.component(id)).join(', ') || 'no component'}`,
  told: ({ changes, trouble }, names) =>
    `Told of ${changes.map(({ component }) => names.component(component)).join(', ') || 'nothing new'}${trouble === null ? '' : `; trouble on board: ${troubleWords(trouble)}`}`,
}

export const hubWords: Words<Extract<EventType, `listening-${string}` | 'watch-tested' | `report-${string}`>> = {
  'listening-began': () => 'The hub listens',
  'listening-ended': () => 'The hub does not listen any more',
  'report-frozen': ({ period }) => `Froze the SLA report of ${period}`,
  'report-part': ({ period }) => `Wrote a part of the SLA report of ${period}, to freeze it`,
  'watch-tested': () => 'The hub proved to itself that news goes through',
}
