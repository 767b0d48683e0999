import { BlockList, isIP } from 'node:net'

/** Whether an address lies in one of these networks, such as `10.0.0.7` or `fd00::/8`. */
export function withinNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const kind = kindOf(address)
    if (kind === null) continue
    if (bits === undefined) list.addAddress(address, kind)
    else list.addSubnet(address, Number(bits), kind)
  }
  return (given) => {
    const address = given.replace(/^::ffff:/, '')
    const kind = kindOf(address)
    return kind !== null && list.check(address, kind)
  }
}

function kindOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  if (version === 0) return null
  return version === 4 ? 'ipv4' : 'ipv6'
}
