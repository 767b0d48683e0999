import { Hono } from 'hono'
import type { AssetPaths } from '../../web/layout.ts'
import { type Asset, loadAssets } from '../../web/static.ts'
import { problem } from './answer.ts'

/** The files of the pages, from memory. Their paths change with their content, so a browser asks once. */
export function createStatic(): { readonly files: Hono; readonly paths: AssetPaths } {
  const { css, app, icon, htmx, sse } = loadAssets(['css', 'app', 'icon', 'htmx', 'sse'])
  const byPath = new Map<string, Asset>([css, app, icon, htmx, sse].map((asset) => [asset.path, asset]))
  const files = new Hono()
  files.get('/static/*', (c) => {
    const asset = byPath.get(c.req.path)
    if (asset === undefined) return problem(c, { status: 404, detail: 'No such file.' })
    return c.body(asset.body, 200, {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
  })
  return { files, paths: { css: css.path, app: app.path, icon: icon.path, htmx: htmx.path, sse: sse.path } }
}
