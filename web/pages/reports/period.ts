const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** `October 2026`, `Q4 2026`, `2026`. */
export function titleOf(label: string): string {
  const [year, part] = label.split('-')
  if (part === undefined) return label
  return part.startsWith('Q') ? `${part} ${year}` : `${MONTHS[Number(part) - 1]} ${year}`
}

/** Its first day and its last: `1 to 31 October 2026`, `1 October to 31 December 2026`. */
export function daysOf(label: string): string {
  const [year = '', part] = label.split('-')
  const quarter = part?.startsWith('Q') ? Number(part.slice(1)) : null
  const [first, last] =
    part === undefined
      ? [0, 11]
      : quarter === null
        ? [Number(part) - 1, Number(part) - 1]
        : [quarter * 3 - 3, quarter * 3 - 1]
  const days = new Date(Date.UTC(Number(year), last + 1, 0)).getUTCDate()
  return first === last
    ? `1 to ${days} ${MONTHS[first]} ${year}`
    : `1 ${MONTHS[first]} to ${days} ${MONTHS[last]} ${year}`
}
