export type Cell = string | number | null

/** RFC 4180, with the header first. */
export const csvOf = (header: readonly string[], rows: Iterable<readonly Cell[]>): string =>
  [header, ...rows].map(csvLine).join('')

/** One line. A text that a spreadsheet would run as a formula stands behind an apostrophe. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
