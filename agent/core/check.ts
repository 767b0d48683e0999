/** One check of a component: a series in InfluxDB, what makes a point of it `up`, and how long a sample holds. */
export type Check = {
  readonly measurement: string
  readonly tags: Readonly<Record<string, string>>
  /** The fields to be read, in order. */
  readonly fields: readonly string[]
  readonly up: (fields: Readonly<Record<string, number | null>>) => boolean
  readonly intervalS: number
  readonly holdForS: number
}
