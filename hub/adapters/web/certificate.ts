import { readFileSync } from 'node:fs'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { readSecret } from '../../../shared/runtime/secret.ts'

type Files = { readonly certFile: string; readonly keyFile: string }
type Certificate = { readonly cert: string; readonly key: string }

/** What the pages are served with, as http.tls in hub.yaml names it. */
export function certificateAt({ certFile, keyFile }: Files): Certificate {
  const key = readSecret(keyFile)
  if (key === null) throw new Fault('invalid', `${keyFile}, which http.tls.keyFile in hub.yaml names, is missing`)
  try {
    return { key: key.toString(), cert: readFileSync(certFile, 'utf8') }
  } catch (cause) {
    throw new Fault('invalid', `${certFile}, which http.tls.certFile in hub.yaml names, cannot be read`, { cause })
  }
}

/** Whoever renews it does so weeks before its end. */
const LOOK_MS = 6 * 3_600_000

/** Reads it again now and then, so that a renewed one is shown without a restart; the answer ends it. */
export function followCertificate(files: Files, clock: Clock, log: Log, use: (now: Certificate) => void): () => void {
  let cancel = clock.after(LOOK_MS, look)
  function look(): void {
    cancel = clock.after(LOOK_MS, look)
    try {
      use(certificateAt(files))
    } catch (error) {
      log.error({ error }, 'the certificate of the pages could not be read again; the one before it is still shown')
    }
  }
  return () => cancel()
}
