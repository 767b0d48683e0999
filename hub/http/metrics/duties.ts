import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { HostFacts } from '../../ports/admin.ts'
import { TARGET_KINDS } from '../../ports/target.ts'
import { STANDINGS } from '../../ports/tracker.ts'
import type { HubFigures } from '../../ports/views.ts'
import { gauge, type Metric } from './text.ts'

/** What an operator raises an alarm on. */
export const dutyMetrics = (hub: HubFigures, now: Seconds): readonly Metric[] => [
  ...deadlineMetrics(hub),
  ...ticketMetrics(hub),
  ...noticeMetrics(hub, now),
]

const deadlineMetrics = ({ overdueS, errandOverdueS, watchdog }: HubFigures): readonly Metric[] => [
  gauge('deadline_overdue_seconds', 'How late the oldest deadline is that was not seen to.', { value: overdueS }),
  gauge('errand_overdue_seconds', 'How late the oldest errand, message or digest is that was not seen to.', {
    value: errandOverdueS,
  }),
  gauge(
    'watchdog_called_seconds',
    'Since the dead-man’s switch took a call.',
    ...(watchdog === null || watchdog.calledAgoS === null ? [] : [{ value: watchdog.calledAgoS }]),
  ),
]

const ticketMetrics = ({ outbox }: HubFigures): readonly Metric[] => [
  gauge(
    'outbox_age_seconds',
    'How long the oldest errand for JIRA has been waiting.',
    ...(outbox === null ? [] : [{ value: outbox.ageS }]),
  ),
  gauge(
    'jira_state',
    'What JIRA last let be known of itself.',
    ...(outbox === null
      ? []
      : TARGET_KINDS.map((state) => ({ labels: { state }, value: Number(outbox.target.kind === state) }))),
  ),
  gauge(
    'jira_checks',
    'Lines of the checklist of JIRA: those that are wrong, or soon will be, keep tickets from being made.',
    ...(outbox === null
      ? []
      : STANDINGS.map((standing) => ({
          labels: { standing },
          value: outbox.checks.filter((check) => check.standing === standing).length,
        }))),
  ),
]

const noticeMetrics = ({ channels }: HubFigures, now: Seconds): readonly Metric[] => [
  gauge(
    'notice_age_seconds',
    'How long the oldest message has been waiting for its channel.',
    ...channels.map(({ name, waitingSince }) => ({
      labels: { channel: name },
      value: waitingSince === OPEN ? 0 : Math.max(0, now - waitingSince),
    })),
  ),
  gauge(
    'notices_waiting',
    'Messages that have not gone out.',
    ...channels.map(({ name, waiting }) => ({ labels: { channel: name }, value: waiting })),
  ),
  gauge(
    'notifier_state',
    'What the channel last let be known of itself.',
    ...channels.flatMap(({ name, target }) =>
      TARGET_KINDS.map((state) => ({ labels: { channel: name, state }, value: Number(target.kind === state) })),
    ),
  ),
]

/** Of the machine, as far as the hub depends on it. */
export const hostMetrics = ({ dataBytes, freeBytes, certificate }: HostFacts, now: Seconds): readonly Metric[] => [
  gauge('data_bytes', 'Size of the data folder.', { value: dataBytes }),
  gauge('data_free_bytes', 'What is free where the data folder is.', { value: freeBytes }),
  gauge(
    'certificate_left_seconds',
    'How long the certificate that vessels are shown is good.',
    ...(certificate === null ? [] : [{ value: certificate.endsAt - now }]),
  ),
]
