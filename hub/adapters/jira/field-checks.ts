import * as v from 'valibot'
import type { Check } from '../../ports/tracker.ts'
import { fieldsOf, type JiraMapping } from './mapping.ts'

const allowed = v.looseObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  value: v.optional(v.string()),
})

/** A field of the screen that creates issues, as JIRA describes it. */
export const fieldSchema = v.object({
  fieldId: v.string(),
  name: v.string(),
  required: v.boolean(),
  hasDefaultValue: v.optional(v.boolean(), false),
  schema: v.optional(
    v.object({
      type: v.optional(v.string(), ''),
      items: v.optional(v.string(), ''),
      custom: v.optional(v.string(), ''),
    }),
    {},
  ),
  allowedValues: v.optional(v.array(allowed)),
})
export type Field = v.InferOutput<typeof fieldSchema>

/** Whether every field that we set is there and takes what we set, and every field that has to be set is. */
export function fieldChecks(mapping: JiraMapping, fields: readonly Field[]): Check[] {
  const ours = fieldsOf(mapping)
  const check = (id: string): Check => {
    const field = fields.find(({ fieldId }) => fieldId === id)
    const what = `field ${id}`
    if (field === undefined) return { what, standing: 'wrong', words: 'is not on the screen that creates issues' }
    const fault = faultOf(mapping, field)
    return fault === null
      ? { what, standing: 'good', words: field.name }
      : { what, standing: 'wrong', words: `${field.name} ${fault}` }
  }
  const given = new Set([...ours, 'project', 'issuetype'])
  const wanting = fields.filter((field) => field.required && !field.hasDefaultValue && !given.has(field.fieldId))
  return [
    ...ours.map(check),
    ...wanting.map(
      ({ fieldId, name }): Check => ({
        what: `field ${fieldId}`,
        standing: 'wrong',
        words: `${name} is required: give it under jira.fields`,
      }),
    ),
  ]
}

/** What speaks against what the mapping puts there. */
function faultOf(mapping: JiraMapping, field: Field): string | null {
  if (field.fieldId === 'priority') return strangeIn(field, Object.values(mapping.priorities))
  if (field.fieldId === 'components') return strangeIn(field, mapping.components)
  const isConfigured = Object.hasOwn(mapping.fields, field.fieldId)
  return isConfigured ? valueFault(mapping.fields[field.fieldId], field) : null
}

function strangeIn({ allowedValues }: Field, ids: readonly string[]): string | null {
  const strange = ids.filter((one) => !(allowedValues ?? [{ id: one }]).some(({ id }) => id === one))
  return strange.length > 0 ? `does not know ${strange.join(', ')}` : null
}

/** By the types that JIRA names; of those it does not describe nothing is said. */
function valueFault(value: unknown, field: Field): string | null {
  const { type, items, custom } = field.schema
  // Only there a text would be taken by the older interface alone.
  if (custom.endsWith(':textarea'))
    return v.is(document, value) ? null : 'has several lines: JIRA takes a document there'
  if (type !== 'array') return oneFault(value, type, field)
  if (!Array.isArray(value)) return 'takes a list'
  return value.map((one) => oneFault(one, items, field)).find((fault) => fault !== null) ?? null
}

const document = v.looseObject({ type: v.literal('doc'), version: v.literal(1), content: v.array(v.unknown()) })
const day = v.pipe(v.string(), v.isoDate())

function oneFault(value: unknown, type: string, { allowedValues }: Field): string | null {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? null : 'takes a text'
    case 'number':
      return typeof value === 'number' ? null : 'takes a number'
    case 'date':
      return v.is(day, value) ? null : 'takes a day such as 2027-05-01'
  }
  if (allowedValues === undefined) return null
  const chosen = v.safeParse(allowed, value)
  if (!chosen.success) return 'takes one of a list: give { id: … } or { value: … }'
  const { id, name, value: text } = chosen.output
  const isKnown = allowedValues.some(
    (one) =>
      (id !== undefined && one.id === id) ||
      (name !== undefined && one.name === name) ||
      (text !== undefined && one.value === text),
  )
  return isKnown ? null : `does not know ${id ?? name ?? text ?? JSON.stringify(value)}`
}
