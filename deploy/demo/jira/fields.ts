import { documentFault, objectOf } from './document.ts'
import type { FieldMeta, Project } from './state.ts'

type Faults = Readonly<Record<string, string>>

/** What the create screen of the project says against the fields, by field. */
export function newIssueFaults(project: Project, fields: Readonly<Record<string, unknown>>, type: string): Faults {
  const missing = project.fields.filter(({ fieldId, required }) => required && isEmpty(fields[fieldId]))
  return {
    ...Object.fromEntries(
      missing.map(({ fieldId, name }) => [fieldId, `You must specify a ${name.toLowerCase()} of the issue.`]),
    ),
    ...(project.types.some(({ id }) => id === type) ? {} : { issuetype: 'The issue type selected is invalid.' }),
    ...editFaults(project, fields),
  }
}

export function editFaults(project: Project, fields: Readonly<Record<string, unknown>>): Faults {
  const faults = Object.entries(fields).flatMap(([id, value]) => {
    const meta = project.fields.find(({ fieldId }) => fieldId === id)
    const fault =
      meta === undefined
        ? `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`
        : valueFault(meta, value)
    return fault === null ? [] : [[id, fault] as const]
  })
  return Object.fromEntries(faults)
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

function valueFault({ kind, name, allowed }: FieldMeta, value: unknown): string | null {
  const isAllowed = (one: unknown) => {
    const { id, value: text } = objectOf(one) ?? {}
    if (kind === 'select' && typeof text === 'string') return allowed?.some(({ name }) => name === text) ?? true
    return typeof id === 'string' && (allowed === undefined || allowed.some((option) => option.id === id))
  }
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') return `${name} must be a string`
      if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.'
      return value.length > 255 ? `${name} must be less than 255 characters` : null
    case 'document':
      return documentFault(value)
    case 'labels': {
      if (!Array.isArray(value)) return 'data was not an array'
      const wrong = value.find((label) => typeof label !== 'string' || !/^\S{1,255}$/.test(label))
      return wrong === undefined ? null : `The label '${wrong}' contains spaces which is invalid.`
    }
    case 'options':
      return Array.isArray(value) && value.every(isAllowed) ? null : `${name}: an option that is not allowed`
    case 'option':
    case 'select':
    case 'user':
      return isAllowed(value) ? null : `The ${name.toLowerCase()} selected is invalid.`
    case 'project':
    case 'issuetype':
      return objectOf(value) === null ? `data was not an object` : null
  }
}
