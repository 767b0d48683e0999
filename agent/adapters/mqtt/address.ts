import { isLoopback } from '../../../shared/address.ts'
import { Fault } from '../../../shared/fault.ts'

/** Where a hub listens. */
export type HubAddress = {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly secure: boolean
}

/** `mqtts://host[:8883]`; `mqtt://` only to this machine, since the credential would cross in the clear. */
export function addressOf(url: string): HubAddress {
  const parsed = URL.parse(url)
  const secure = parsed?.protocol === 'mqtts:'
  if (!parsed || !(secure || parsed.protocol === 'mqtt:') || parsed.hostname === '')
    throw new Fault('invalid', `hub.urls: ${url} is not an address of a hub`, {
      hint: 'write it as mqtts://hub.example.com:8883',
    })
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  if (!secure && !isLoopback(host))
    throw new Fault('invalid', `hub.urls: ${url} would send the credential in the clear`, {
      hint: 'write mqtts://; mqtt:// is for 127.0.0.1 alone',
    })
  return { url, host, port: Number(parsed.port || (secure ? 8883 : 1883)), secure }
}
