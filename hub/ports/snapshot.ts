/** One file that only ever holds the whole of what was saved last: it is replaced in one go, or not at all. */
export interface SnapshotFile {
  /** The parts as they were given; null when nothing was saved. Faults: `corrupt`, `unavailable`. */
  load(): Promise<readonly Uint8Array[] | null>
  /** On disk when it settles. Each part is made when it is its turn, and others have theirs in between. */
  save(parts: Iterable<Uint8Array>): Promise<void>
}
