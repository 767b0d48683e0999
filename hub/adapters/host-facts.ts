import { X509Certificate } from 'node:crypto'
import { readdir, readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { toSeconds } from '../../shared/time.ts'
import type { HostFacts } from '../ports/admin.ts'

export type Host = Pick<HostFacts, 'version' | 'startedAt' | 'dataDir'> & {
  /** Of the edge; null when it goes without TLS. */
  readonly certificate: { readonly file: string; readonly isOwn: boolean } | null
}

/** What the machine says of the hub, now. */
export async function factsOf({ version, startedAt, dataDir, certificate }: Host): Promise<HostFacts> {
  const { bavail, bsize } = await statfs(dataDir)
  return {
    version,
    startedAt,
    dataDir,
    dataBytes: await bytesIn(dataDir),
    freeBytes: bavail * bsize,
    certificate: certificate && { endsAt: await endOf(certificate.file), isOwn: certificate.isOwn },
  }
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true })
  const sizes = entries.map((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? bytesIn(path) : sizeOf(path)
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** A file that has gone meanwhile has no size. */
const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

async function endOf(file: string): Promise<number> {
  const pem = await readFile(file, 'utf8')
  return toSeconds(new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE-----'))).validToDate.getTime())
}
