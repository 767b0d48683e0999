import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Asked } from '../../../deploy/demo/jira/jira.ts'
import type { Reply } from '../../../deploy/demo/jira/reply.ts'

type Schema = { readonly [keyword: string]: unknown }
type Content = { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } }
type Operation = { readonly requestBody?: Content; readonly responses: Readonly<Record<string, Content>> }
type Slice = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const file = join(import.meta.dirname, '../../../../shared/data/jira-slice.json')

/** The part of JIRA's OpenAPI document that tickets need, where it is at hand. */
export const slice: Slice | null = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null

/** What the document says against a request and its answer. */
export function documentFaults(asked: Asked, { status, body }: Reply): string[] {
  if (slice === null || status === 501) return []
  const path = new URL(asked.path, 'http://jira').pathname
  const [template, operation] = operationFor(slice, asked.method, path)
  if (operation === undefined) return [`${asked.method} ${path} is not in the document`]
  const faults = [
    ...(status < 300 ? contentFaults(operation.requestBody, asked.body === '' ? null : JSON.parse(asked.body)) : []),
    ...(operation.responses[status] === undefined ? [`${status} is not among its answers`] : []),
    ...contentFaults(operation.responses[status], body),
  ]
  return faults.map((fault) => `${asked.method} ${template} -> ${status}: ${fault}`)
}

function operationFor({ paths }: Slice, method: string, path: string): [string, Operation | undefined] {
  const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
  const templates = Object.keys(paths).filter(fits)
  const template = templates.find((one) => !one.includes('{')) ?? templates[0] ?? ''
  return [template, paths[template]?.[method.toLowerCase()]]
}

function contentFaults(content: Content | undefined, value: unknown): string[] {
  const schema = content?.content?.['application/json']?.schema
  return schema === undefined || value === null ? [] : faultsOf(value, schema, '$')
}

function faultsOf(value: unknown, schema: Schema, path: string): string[] {
  if (schema.$ref !== undefined) {
    const target = slice?.components.schemas[String(schema.$ref).replace('#/components/schemas/', '')]
    return target === undefined ? [`${path}: ${schema.$ref} leads nowhere`] : faultsOf(value, target, path)
  }
  if (value === null && schema.nullable === true) return []
  const all = ((schema.allOf as Schema[] | undefined) ?? []).flatMap((one) => faultsOf(value, one, path))
  if (schema.enum !== undefined && !(schema.enum as unknown[]).includes(value))
    all.push(`${path}: ${value} is not listed`)
  switch (schema.type) {
    case 'object':
      return [...all, ...objectFaults(value, schema, path)]
    case 'array':
      if (!Array.isArray(value)) return [...all, `${path}: no list`]
      return [...all, ...value.flatMap((one, at) => faultsOf(one, schema.items as Schema, `${path}[${at}]`))]
    case 'string':
    case 'boolean':
      return typeof value === schema.type ? all : [...all, `${path}: no ${schema.type}`]
    case 'integer':
    case 'number':
      return typeof value === 'number' ? all : [...all, `${path}: no number`]
    default:
      return all
  }
}

function objectFaults(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`]
  const properties = (schema.properties as Readonly<Record<string, Schema>> | undefined) ?? {}
  const missing = ((schema.required as string[] | undefined) ?? []).filter((name) => !(name in value))
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = properties[name]
      if (known !== undefined) return faultsOf(inner, known, `${path}.${name}`)
      return schema.additionalProperties === false ? [`${path}.${name}: not in the document`] : []
    }),
  ]
}
