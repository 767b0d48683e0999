import assert from 'node:assert/strict'
import { faultsOf, type JsonSchema } from './json-schema.ts'

export type Document = {
  paths: Record<string, { get?: { responses: Record<string, { content: Record<string, { schema: JsonSchema }> }> } }>
  components: { schemas: Record<string, JsonSchema> }
}

/** Asks for an address, and holds the answer against what `/openapi.json` promises for its path and this status. */
export async function documented(
  get: (address: string) => Promise<Response>,
  path: string,
  address: string,
  status = 200,
): Promise<unknown> {
  const document = (await (await get('/openapi.json')).json()) as Document
  const response = await get(address)
  assert.equal(response.status, status, address)
  const responses = document.paths[path]?.get?.responses ?? {}
  const promised = responses[String(status)] ?? responses.default
  const type = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? ''
  const schema = promised?.content[type]?.schema
  assert.ok(schema, `${path} promises nothing of type ${type} for ${status}`)
  const body = await response.json()
  assert.deepEqual(faultsOf(body, schema, document.components.schemas), [], address)
  return body
}
