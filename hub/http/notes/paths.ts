import { MOST_LETTERS } from '../../../web/pages/vessel/notes.ts'
import { get, id, json, ok, parameter, post } from '../openapi-parts.ts'

const NOTES = json('Notes')

/** The paths of the notes of a vessel, for `/openapi.json`. */
export const NOTE_PATHS = {
  '/api/v1/vessels/{id}/notes': {
    ...get('What people want each other to know of a vessel', ok('Those that stand', NOTES), [id]),
    ...post(
      'Write a note; for operators',
      {
        type: 'object',
        properties: { text: { type: 'string', minLength: 1, maxLength: MOST_LETTERS } },
        required: ['text'],
        additionalProperties: false,
      },
      [id],
      NOTES,
    ),
  },
  '/api/v1/vessels/{id}/notes/{note}/remove': post(
    'Remove a note; for operators. Who wrote it, and who removed it, stays in the audit',
    { type: 'object', properties: {} },
    [id, parameter('path', 'note', 'Id of the note', { type: 'string' })],
    NOTES,
  ),
}
