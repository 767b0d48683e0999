/** What somebody calls the browser that says this of itself; good enough to tell one's own apart. */
export function browserName(agent: string | null): string {
  if (agent === null) return 'Some browser'
  const browser = BROWSERS.find(([sign]) => agent.includes(sign))?.[1] ?? 'Some browser'
  const system = SYSTEMS.find(([sign]) => agent.includes(sign))?.[1]
  return system === undefined ? browser : `${browser} on ${system}`
}

// In this order, since most of them claim to be the ones below as well.
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
] as const

const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const
