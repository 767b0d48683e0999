import type { Admin } from '../../shared/api/admin.ts'
import { iso, OPEN, type Seconds } from '../../shared/time.ts'
import type { Attempt, ChannelFigures, HostFacts } from '../ports/admin.ts'
import type { TargetState } from '../ports/target.ts'
import type { HubFigures } from '../ports/views.ts'

/** What who runs the hub has to know of it. */
export function adminView(figures: HubFigures, host: HostFacts, now: Seconds): Admin {
  const { channels, digest, outbox, watchdog } = figures
  return {
    at: iso(now),
    channels: channels.map((channel) => channelView(channel, now)),
    digest: digest && {
      lastDay: digest.last?.day ?? null,
      lastAt: isoOrNull(digest.last?.at ?? null),
      nextAt: iso(digest.nextAt),
    },
    tickets: outbox && {
      name: outbox.name,
      ...targetView(outbox.target),
      waitingS: outbox.ageS,
      askedAt: isoOrNull(outbox.askedAt),
      asking: outbox.asking,
      checks: outbox.checks.map(({ what, standing, words }) => ({ what, standing, words })),
    },
    watchdog: watchdog && {
      everyS: watchdog.everyS,
      calledAt: watchdog.calledAgoS === null ? null : iso(now - watchdog.calledAgoS),
      why: watchdog.why,
    },
    hub: {
      version: host.version,
      startedAt: iso(host.startedAt),
      dataDir: host.dataDir,
      dataBytes: host.dataBytes,
      freeBytes: host.freeBytes,
      logPosition: figures.logPosition,
      projectionPosition: figures.projectionPosition,
      overdueS: figures.overdueS,
      listening: figures.listening,
      snapshot: { savedAt: isoOrNull(figures.snapshot.savedAt), trouble: figures.snapshot.trouble },
      certificate: host.certificate && { endsAt: iso(host.certificate.endsAt), own: host.certificate.isOwn },
    },
  }
}

function channelView(channel: ChannelFigures, now: Seconds): Admin['channels'][number] {
  const { name, target, last, tested, waiting, waitingSince, testing } = channel
  return {
    name,
    ...targetView(target),
    last: attemptView(last),
    tested: attemptView(tested),
    waiting,
    waitingS: waitingSince === OPEN ? 0 : Math.max(0, now - waitingSince),
    testing,
  }
}

const attemptView = (attempt: Attempt | null) =>
  attempt && { outcome: attempt.kind, words: attempt.words, subject: attempt.subject, at: iso(attempt.at) }

const targetView = ({ kind, since, words }: TargetState) => ({ state: kind, since: iso(since), words })

const isoOrNull = (at: Seconds | null): string | null => (at === null ? null : iso(at))
