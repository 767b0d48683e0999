import * as v from 'valibot'
import { by, component, kind, seconds, span, text, whole } from './parts.ts'

const profile = {
  name: text,
  imo: v.nullable(text),
  group: v.nullable(text),
  link: v.nullable(text),
  zone: text,
  contact: v.nullable(text),
  inService: v.array(span),
}

const changedProfile = {
  name: v.exactOptional(profile.name),
  imo: v.exactOptional(profile.imo),
  group: v.exactOptional(profile.group),
  link: v.exactOptional(profile.link),
  zone: v.exactOptional(profile.zone),
  contact: v.exactOptional(profile.contact),
  inService: v.exactOptional(profile.inService),
}

const seen = v.object({ session: whole, seq: whole, watermark: v.nullable(seconds) })
const piece = v.object({ ...span.entries, state: whole })
const changes = v.array(v.object({ component, span, pieces: v.array(piece) }))

const about = v.object({
  version: text,
  instance: whole,
  heartbeatS: whole,
  revision: whole,
  refused: v.nullable(v.object({ revision: whole, reason: text })),
  trouble: v.nullable(text),
})

/** The kinds of event about who a vessel is, how it is heard and what it tells, as they are stored. */
export const vesselKinds = [
  kind('vessel-added', { profile: v.object(profile), by }),
  kind('vessel-changed', { profile: v.object(changedProfile), by }),
  kind('vessel-retired', { reason: text, by }),
  kind('credential-added', { hash: text, by }),
  kind('credential-used', { hash: text }),
  kind('credential-removed', { hash: text, reason: text, by }),
  kind('born', {
    seen,
    components: v.array(v.object({ id: component, claims: v.array(span) })),
    about,
    changes,
  }),
  kind('told', { seen, trouble: v.nullable(text), changes }),
  kind('silence-began', {}),
  kind('silence-ended', { since: seconds }),
  kind('settled', { since: seconds, heardAt: seconds }),
  kind('clock-skewed', { offsetS: seconds }),
  kind('clock-righted', { offsetS: seconds }),
  kind('identity-contested', { instances: v.array(whole) }),
] as const
