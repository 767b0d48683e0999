import type { ComponentId } from '../../shared/model.ts'
import type { SourceFault } from './source-fault.ts'

/** Why a check says nothing, or is not to be trusted, although the database answers. */
export type Finding = { readonly component: ComponentId; readonly check: number; readonly fault: SourceFault }

/** What is found alike about several components, as one. */
export type Alike = { readonly components: readonly ComponentId[]; readonly fault: SourceFault }

export const alike = (findings: readonly Finding[]): readonly Alike[] =>
  [...Map.groupBy(findings, ({ fault }) => fault.message).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ components: [...new Set([first, ...others].map(({ component }) => component))], fault: first.fault }],
  )

/** Those of a kind that was not found of their component before; a kind is the code, since words may hold a time that runs. */
export const newAmong = (findings: readonly Finding[], before: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ component, fault }) => !before.some((one) => one.component === component && one.fault.code === fault.code),
  )

/** The components of which nothing is found any more. */
export const wellAgain = (findings: readonly Finding[], before: readonly Finding[]): readonly ComponentId[] => [
  ...new Set(before.map(({ component }) => component)).difference(new Set(findings.map(({ component }) => component))),
]
