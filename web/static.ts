import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file that pages load. Its path holds a hash of its content, so it may be kept for ever. */
export type Asset = { readonly path: string; readonly type: string; readonly body: Uint8Array<ArrayBuffer> }

const sources = {
  css: ['watchkeeper.css', 'text/css; charset=utf-8', new URL('static/watchkeeper.css', import.meta.url)],
  app: ['app.js', 'text/javascript; charset=utf-8', new URL('static/app.js', import.meta.url)],
  icon: ['icon.svg', 'image/svg+xml', new URL('static/icon.svg', import.meta.url)],
  htmx: ['htmx.js', 'text/javascript; charset=utf-8', import.meta.resolve('htmx.org/dist/htmx.min.js')],
  sse: ['hx-sse.js', 'text/javascript; charset=utf-8', import.meta.resolve('htmx.org/dist/ext/hx-sse.min.js')],
} as const

export type AssetName = keyof typeof sources

/** Reads what is named from disk, once, at the start. */
export function loadAssets<N extends AssetName>(names: readonly N[]): Readonly<Record<N, Asset>> {
  const loaded = names.map((name) => {
    const [file, type, source] = sources[name]
    const body = Uint8Array.from(readFileSync(fileURLToPath(source)))
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
    return [name, { path: `/static/${hash}/${file}`, type, body }] as const
  })
  return Object.fromEntries(loaded) as Record<N, Asset>
}
