/** What one name of `/metrics` says, with its labels. */
type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number }
export type Metric = {
  readonly name: string
  readonly help: string
  readonly type: 'gauge' | 'counter'
  readonly samples: readonly Sample[]
}

export const gauge = (name: string, help: string, ...samples: readonly Sample[]): Metric => ({
  name: `watchkeeper_${name}`,
  help,
  type: 'gauge',
  samples,
})
export const counter = (name: string, help: string, ...samples: readonly Sample[]): Metric => ({
  ...gauge(`${name}_total`, help, ...samples),
  type: 'counter',
})

export const metricText = ({ name, help, type, samples }: Metric): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`).join('')}`

const labelText = (labels: Sample['labels']): string =>
  labels === undefined
    ? ''
    : `{${Object.entries(labels)
        .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`)
        .join(',')}}`
