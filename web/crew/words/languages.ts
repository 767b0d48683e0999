import { en } from './en.ts'
import { fil } from './fil.ts'
import { uk } from './uk.ts'
import type { CrewWords } from './words.ts'

/** Every language that the crew page speaks, by its BCP 47 tag. */
export const LANGUAGES = { en, fil, uk } as const satisfies Readonly<Record<string, CrewWords>>

export type Language = keyof typeof LANGUAGES
export const LANGUAGE_TAGS = ['en', 'fil', 'uk'] as const satisfies readonly Language[]

/** The first language of an `Accept-Language` header that is spoken; browsers also say `tl` for Filipino. */
export function spokenLanguage(header: string): Language | null {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
      return { tag: tag.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    const found = asLanguage(tag === 'tl' ? 'fil' : tag)
    if (found !== null) return found
  }
  return null
}

export const asLanguage = (tag: string | undefined): Language | null => LANGUAGE_TAGS.find((one) => one === tag) ?? null
