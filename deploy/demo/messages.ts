import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { createWhole, readSecret, writeWhole } from '../../shared/runtime/secret.ts'
import { type Html, html } from '../../web/html.ts'
import { freePort, unlessTaken } from './ports.ts'

export type DemoMessages = {
  readonly url: string
  /** `notify:` and `watchdog:` of the hub's settings. */
  readonly settings: { readonly notify: object; readonly watchdog: object }
  stop(): Promise<void>
}

const message = v.object({
  id: v.string(),
  subject: v.string(),
  lines: v.array(v.string()),
  sections: v.optional(
    v.array(
      v.object({
        title: v.string(),
        items: v.array(v.object({ text: v.string(), href: v.nullable(v.string()) })),
      }),
    ),
    [],
  ),
})
type Message = v.InferOutput<typeof message>

const kept = v.array(message)
const MOST = 200

/** What people would get, on a page of its own: a webhook that shows what it is sent, and a dead-man's switch that takes each call. */
export async function startMessages({ folder, port }: { folder: string; port: number }): Promise<DemoMessages> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'messages.json')
  let messages: readonly Message[] = v.parse(kept, JSON.parse(readSecret(file)?.toString() ?? '[]'))

  /** The same id is the same message. */
  function take(body: string): boolean {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), message), body)
    if (!read.success) return false
    messages = [read.output, ...messages.filter(({ id }) => id !== read.output.id)].slice(0, MOST)
    writeWhole(file, JSON.stringify(messages))
    return true
  }

  const server = createServer(async (request, response) => {
    if (request.method === 'POST') response.writeHead(take(await text(request)) ? 204 : 400).end()
    else if (request.url === '/switch') response.writeHead(200).end('OK')
    else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(String(page(messages)))
  })
  const free = await unlessTaken(() => listen(server, port))
  const url = `http://127.0.0.1:${free}`
  const urlFile = join(folder, `url-${free}`)
  createWhole(urlFile, `${url}/messages`)
  return {
    url,
    settings: {
      notify: { webhooks: [{ name: 'stand-in', urlFile }], digest: { at: '07:00' } },
      watchdog: { url: `${url}/switch`, every: '5m' },
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** On the first free port from `from` on. */
async function listen(server: Server, from: number): Promise<number> {
  const port = await freePort(from)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return port
}

const page = (messages: readonly Message[]): Html => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Messages, stand-in for mail and chat</title></head>
<body>
<h1>Messages</h1>
<p>What people would get by e-mail or in a chat, the newest first: a stand-in, as the demo needs one.</p>
${messages.length === 0 && html`<p>Nothing was sent yet.</p>`}
${messages.map(
  ({ subject, lines, sections }) => html`<article><h2>${subject}</h2>
${lines.map((line) => html`<p>${/^https?:/.test(line) ? link(line, line) : line}</p>`)}
${sections.map(({ title, items }) => html`<h3>${title}</h3><ul>${items.map((item) => html`<li>${item.href === null ? item.text : link(item.href, item.text)}</li>`)}</ul>`)}
</article><hr>`,
)}
</body>
</html>`

const link = (href: string, words: string): Html => html`<a href="${href}">${words}</a>`
