import type { SnapshotFile } from '../../hub/ports/snapshot.ts'

/** The snapshot's contract with nothing on disk. */
export function createMemorySnapshot(): SnapshotFile {
  let saved: readonly Uint8Array[] | null = null
  return {
    load: async () => saved,
    async save(parts) {
      saved = [...parts]
    },
  }
}
