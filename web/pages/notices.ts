import type { Vessel } from '../../shared/api/vessel.ts'
import { ago, duration } from '../format.ts'
import { type Hole, html } from '../html.ts'

/** What somebody should know before reading the figures. */
export function notices(vessel: Vessel): Hole {
  const refused = vessel.configuration.refused
  const skewed = vessel.link.clockOffsetS !== null && Math.abs(vessel.link.clockOffsetS) > 30
  const all: Hole[] = [
    vessel.agent?.trouble &&
      html`<li><strong>The agent on board has trouble:</strong> ${vessel.agent.trouble.words} <code>${vessel.agent.trouble.code}</code></li>`,
    skewed &&
      html`<li><strong>The clock on board is wrong</strong> by ${offsetWords(vessel.link.clockOffsetS)}: times measured there are kept as told.</li>`,
    refused &&
      html`<li><strong>Configuration ${refused.revision} was refused on board:</strong> ${refused.reason}</li>`,
    ...vessel.warnings.map(({ words }) => html`<li><strong>Settings that do not go together:</strong> ${words}</li>`),
    vessel.contested &&
      vessel.contested.instances.length === 1 &&
      html`<li><strong>Two agents speak for this vessel from copies of one journal</strong> and push each other out (installation ${vessel.contested.instances.join()}), named ${ago(vessel.contested.namedAt, vessel.at)}. Where a disk or a machine was copied, stop one of them and give it a data folder of its own. If it is not yours, lock it out: <code>watchkeeper vessel rotate ${vessel.id} --now</code>.</li>`,
    vessel.contested &&
      vessel.contested.instances.length > 1 &&
      html`<li><strong>${vessel.contested.instances.length} agents use this vessel's credential</strong> and push each other out (installations ${vessel.contested.instances.join(', ')}), named ${ago(vessel.contested.namedAt, vessel.at)}. If it was copied, make a new one: <code>watchkeeper vessel rotate ${vessel.id}</code>.</li>`,
    ...vessel.payloadFaults.map(
      ({ kind, count, lastAt }) =>
        html`<li><strong>Turned away: ${FAULTS[kind] ?? 'something that this page has no words for'}</strong> <code>${kind}</code>, ${count === 1 ? 'once' : `${count} times`}, the last ${ago(lastAt, vessel.at)}.</li>`,
    ),
  ].filter((notice) => notice)
  return all.length > 0 && html`<ul class="notices" id="notices">${all}</ul>`
}

/** What of a vessel the hub could not take, by the kind that it counts. */
const FAULTS: Readonly<Record<string, string>> = {
  'too-large': 'a message that is too large',
  'too-deep': 'a message nested too deep',
  'not-cbor': 'a message that is no CBOR',
  'wrong-shape': 'a message of the wrong shape',
  'older-session':
    'a message of an older session. Now and then an agent that lost its journal, or was put back to an older one, sends it; again and again it is a second agent with the same credential',
  'impossible-session':
    'a session that no agent comes to. Somebody else uses its credential: make a new one with watchkeeper vessel rotate --now',
  'unknown-kind': 'a message of a kind that only newer hubs know',
  oversize: 'a packet that is too large',
  malformed: 'bytes that are no MQTT',
  flood: 'more packets at once than it may send',
  publish: 'a message on a topic that is not its own to write',
  subscribe: 'a subscription to a topic that is not its own',
  unread: 'its connection, because it did not read the answers',
}

/** How far the clock on board is off. */
export function offsetWords(seconds: number | null): string {
  if (seconds === null || Math.abs(seconds) < 1) return 'right to the second'
  return `${duration(Math.abs(seconds))} ${seconds > 0 ? 'ahead' : 'behind'}`
}
