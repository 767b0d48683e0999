import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { browse, STYLE } from './browse.ts'
import { type FakeJira, textOf } from './jira.ts'
import { waysFrom } from './state.ts'

export type JiraServer = { readonly port: number; stop(): Promise<void> }

/** The stand-in on loopback, as a server that can also go silent or break off. */
export async function serveJira(jira: () => FakeJira, port = 0): Promise<JiraServer> {
  const server = createServer((request, response) => void serve(jira(), request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function serve(jira: FakeJira, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  if (path === '/_state')
    return send(response, 200, 'application/json', JSON.stringify([...jira.state.issues.values()]))
  if (path === '/style.css') return send(response, 200, 'text/css', STYLE)
  if (request.method === 'POST' && path.startsWith('/browse/')) return actOn(jira, path, request, response)
  const issue = /^\/(?:browse\/([A-Z0-9_-]+))?$/.exec(path)
  if (issue !== null) {
    const page = browse(jira.state, issue[1] ?? null)
    return send(
      response,
      page === null ? 404 : 200,
      'text/html; charset=utf-8',
      page?.toString() ?? 'There is no such issue.',
    )
  }
  const answer = await jira.answer({
    method: request.method ?? 'GET',
    path,
    authorization: request.headers.authorization ?? null,
    body: await bodyOf(request),
  })
  switch (answer.kind) {
    case 'answer': {
      const text = textOf(answer)
      for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
      if (!answer.cutOff) return send(response, answer.status, answer.contentType, text)
      response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': text.length * 2 + 2 })
      response.write(text, () => response.destroy())
      return
    }
    case 'dropped':
    case 'refused-connection':
      request.destroy()
      return
    case 'nothing':
      return
  }
}

/** Somebody moves an issue by hand. */
async function actOn(jira: FakeJira, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const issue = [...jira.state.issues.values()].find(({ key }) => path === `/browse/${key}`)
  const wanted = new URLSearchParams(await bodyOf(request)).get('transition')
  const way = issue && waysFrom(issue.status).find(({ id }) => id === wanted)
  if (issue === undefined || way === undefined) return send(response, 404, 'text/plain', 'There is no such way.')
  jira.change(issue.id, (moved) => {
    moved.status = way.to
    moved.resolution = way.resolution
  })
  response.writeHead(303, { Location: path }).end()
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, text === '' ? {} : { 'Content-Type': contentType })
  response.end(text)
}
