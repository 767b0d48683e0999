import { type Hole, html } from '../../html.ts'

/**
 * How the tiles share a screen. All of it comes from how many vessels there are and what they are called, nothing from
 * how they are: so no state moves a tile.
 */
export type Measure = {
  /** Tiles side by side, where the screen has room for the whole fleet; null where it has none. */
  readonly columns: number | null
  /** Said beforehand, so that tiles stand where they will while the rest of the page is still on its way. */
  readonly rows: number
  /** Whether a column more saves a row, as a low screen and long names want it. */
  readonly saves: boolean
  /** The most lines that a name takes. */
  readonly names: Lines
  /** The most components of a vessel. */
  readonly cells: number
}

type Lines = 1 | 2 | 3

/** On a laptop; more would be too small to read, and go down the page. */
const MOST_AT_A_GLANCE = 90
const FEWEST_COLUMNS = 5
const MOST_CELLS = 8
/** Where none has been heard. */
const USUAL_CELLS = 3

export function measureOf({ names, cells, places, wall }: Shown): Measure {
  const isCrowd = sizeOf(places) === 'crowd'
  // A tile without its cells is twice as wide as high.
  const columns = Math.max(FEWEST_COLUMNS, Math.floor(Math.sqrt((isCrowd ? 0.9 : 1.3) * places)))
  const rowsOf = (columns: number) => Math.ceil(places / columns)
  const saves = rowsOf(columns + 1) < rowsOf(columns)
  const most = names.map(heightOf).reduce((most, one) => (one > most ? one : most), 1)
  return {
    columns: wall || places <= MOST_AT_A_GLANCE ? columns : null,
    rows: rowsOf(columns),
    saves,
    names: most,
    cells: Math.min(MOST_CELLS, Math.max(...cells, 0) || USUAL_CELLS),
  }
}

export type Shown = {
  readonly names: readonly string[]
  readonly cells: readonly number[]
  /** Vessels and headings. */
  readonly places: number
  readonly wall: boolean
}

/** A few vessels are shown larger than many; a crowd on a wall without what nobody could read from afar. */
export const sizeOf = (places: number): 'few' | 'some' | 'many' | 'crowd' =>
  places <= 12 ? 'few' : places <= 30 ? 'some' : places <= MOST_AT_A_GLANCE ? 'many' : 'crowd'

/** What a line of a tile holds at least, in widths of its letters, and of the smaller ones of long names. */
const LINE_EM = 7.8
const SMALL_LINE_EM = 9.4

/** A name that two lines do not hold is written in smaller letters. */
export const isLong = (name: string): boolean => linesOf(name, LINE_EM) > 2

/** How much of the height of a tile its name takes. */
const heightOf = (name: string): Lines => {
  const lines = linesOf(name, isLong(name) ? SMALL_LINE_EM : LINE_EM)
  return lines > 2 ? 3 : lines === 2 ? 2 : 1
}

/** Estimated, and rather one too many. */
function linesOf(name: string, lineEm: number): number {
  let lines = 0
  let filled = lineEm
  for (const word of name.split(/(?<=[\s-])/)) {
    const wide = widthOf(word.trimEnd())
    if (filled + wide > lineEm) {
      lines += Math.max(1, Math.ceil(wide / lineEm))
      filled = 0
    }
    filled += widthOf(word)
  }
  return lines
}

const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + letterEm(letter), 0)

const letterEm = (letter: string): number =>
  /[ fijlrtI'.,-]/.test(letter) ? 0.38 : /[mwA-Z&@]/.test(letter) ? 0.75 : 0.6

/** Only a word that is wider than a line is parted, and then where it may be. */
export const nameWords = (name: string): Hole =>
  name.split(/(\p{L}{10,})/u).map((part, at) => (at % 2 === 0 ? part : html`<span class="word">${parted(part)}</span>`))

const BETWEEN_VOWELS =
  /(?<=[aeiouyäöüåæøáéíóúàèìòùâêîôû])([^aeiouyäöüåæøáéíóúàèìòùâêîôû]+)(?=[aeiouyäöüåæøáéíóúàèìòùâêîôû])/giu
const FEWEST_LETTERS = 3

/** In the middle of the consonants between two vowels; by no letter of its own, or it would be another name aloud. */
const parted = (word: string): Hole =>
  word
    .replace(BETWEEN_VOWELS, (consonants, _, offset: number) => {
      const kept = consonants.length === 1 ? 0 : Math.ceil(consonants.length / 2)
      const at = offset + kept
      if (at < FEWEST_LETTERS || word.length - at < FEWEST_LETTERS) return consonants
      return `${consonants.slice(0, kept)} ${consonants.slice(kept)}`
    })
    .split(' ')
    .map((part, nth) => (nth === 0 ? part : html`<wbr>${part}`))
