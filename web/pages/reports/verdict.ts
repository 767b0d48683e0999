import type { Account, Report } from '../../../shared/api/report.ts'
import { html } from '../../html.ts'

export const VERDICTS: Readonly<Record<Account['sla'], string>> = {
  met: 'met',
  missed: 'missed',
  undetermined: 'undetermined',
}

export const REASONS: Readonly<Record<string, string>> = {
  new: 'too short in service',
  excused: 'all of it excused',
  coverage: 'too little measured',
  unheard: 'never heard',
}

/** On paper there is no colour. */
export const missedMark = html`<span aria-hidden="true">▼ </span>`

/** Of many vessels. */
export const verdictWords = ({ met, missed, undetermined }: Report['verdicts']): string =>
  [
    `met by ${met}`,
    ...(missed > 0 ? [`missed by ${missed}`] : []),
    ...(undetermined > 0 ? [`undetermined for ${undetermined}`] : []),
  ].join(', ')
