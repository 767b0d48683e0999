/** What the paths of `/openapi.json` are made of. */

export const json = (schema: string) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
})

const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

export const text = (type: string) => ({ [type]: { schema: { type: 'string' } } })

export const parameter = (where: 'query' | 'path', name: string, description: string, schema: object) => ({
  name,
  in: where,
  required: where === 'path',
  description,
  schema,
})

export const id = parameter('path', 'id', 'Id of a vessel', { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,31}$' })
export const excuse = parameter('path', 'excuse', 'Id of the maintenance', { type: 'string' })
export const instant = { type: 'string', format: 'date-time' }

export const get = (summary: string, answers: object, parameters: readonly object[] = []) => ({
  get: { summary, parameters, responses: { ...answers, default: refused('Why there is no answer') } },
})

export const post = (
  summary: string,
  body: object,
  parameters: readonly object[] = [],
  answer: object = json('MaintenanceAnswer'),
) => ({
  post: {
    summary,
    parameters,
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: { ...ok('It is done', answer), default: refused('Why it was not done') },
  },
})

export const ok = (description: string, content: object) => ({ 200: { description, content } })
