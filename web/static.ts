import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file that pages load. Its path holds a hash of its content, so it may be kept for ever. */
export type Asset = { readonly path: string; readonly type: string; readonly body: Uint8Array<ArrayBuffer> }

/** In the order of the cascade; a page of its own has a file of its own. */
const STYLES = [
  'base',
  'controls',
  'rows',
  'bar',
  'feedback',
  'marks',
  'fleet',
  'tile',
  'wall',
  'vessel',
  'reckoning',
  'age',
  'days',
  'alerts',
  'notes',
  'history',
  'approvals',
  'decisions',
  'maintenance',
  'report',
  'admin',
  'crew',
  'accounts',
  'print',
]

const own = (name: string): string => fileURLToPath(new URL(`static/${name}`, import.meta.url))
const packed = (name: string): string => fileURLToPath(import.meta.resolve(`htmx.org/dist/${name}`))

const sources = {
  css: ['watchkeeper.css', 'text/css; charset=utf-8', STYLES.map((name) => own(`styles/${name}.css`))],
  app: ['app.js', 'text/javascript; charset=utf-8', [own('app.js')]],
  icon: ['icon.svg', 'image/svg+xml', [own('icon.svg')]],
  htmx: ['htmx.js', 'text/javascript; charset=utf-8', [packed('htmx.min.js')]],
  sse: ['hx-sse.js', 'text/javascript; charset=utf-8', [packed('ext/hx-sse.min.js')]],
} as const

export type AssetName = keyof typeof sources

/** Styles without what is for their readers alone; the ends of lines stay, as some part two words. */
export const lean = (css: string): string => css.replace(/\/\*.*?\*\//gs, '').replace(/\s*\n\s*/g, '\n')

/** Reads what is named from disk, once, at the start. */
export function loadAssets<N extends AssetName>(names: readonly N[]): Readonly<Record<N, Asset>> {
  const loaded = names.map((name) => {
    const [file, type, parts] = sources[name]
    const whole = Buffer.concat(parts.map((part) => readFileSync(part)))
    const body = Uint8Array.from(file.endsWith('.css') ? Buffer.from(lean(whole.toString())) : whole)
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
    return [name, { path: `/static/${hash}/${file}`, type, body }] as const
  })
  return Object.fromEntries(loaded) as Record<N, Asset>
}
