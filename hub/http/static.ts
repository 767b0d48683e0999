import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { AssetPaths } from '../../web/layout.ts'
import { type Asset, loadAssets } from '../../web/static.ts'
import { problem } from './answer.ts'

type Static = {
  readonly files: Hono
  readonly paths: AssetPaths
  /** Of the program and its files: a page of another one has the looks and the script of another one. */
  readonly edition: string
}

/** The files of the pages, from memory. Their paths change with their content, so a browser asks once. */
export function createStatic(version: string): Static {
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
  const paths = { css: css.path, app: app.path, icon: icon.path, htmx: htmx.path, sse: sse.path }
  return { files, paths, edition: editionOf(version, Object.values(paths)) }
}

const editionOf = (version: string, paths: readonly string[]): string =>
  createHash('sha256')
    .update([version, ...paths].join('\n'))
    .digest('hex')
    .slice(0, 10)
