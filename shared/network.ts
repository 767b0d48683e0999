/** Of an IPv6 address the network: one subscriber has more of them than anybody could count. */
export const networkOf = (address: string | null): string => {
  if (address === null || !address.includes(':') || address.startsWith('::ffff:')) return address ?? ''
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail?.split(':') ?? [])].slice(0, 4).join(':')
}
