import type { ComponentId } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { AlertKind } from './alert-kind.ts'

/** From the least to the gravest. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One line of the table: what it names must fit, what it leaves out fits everything. */
export type SeverityRule = {
  readonly kind?: AlertKind | undefined
  readonly component?: ComponentId | undefined
  /** Since so long. */
  readonly afterS?: Seconds | undefined
  /** At least this share of the vessel's components is gone. */
  readonly gonePercent?: number | undefined
  readonly severity: Severity
}

export type Case = {
  readonly kind: AlertKind
  readonly component: ComponentId | null
  readonly since: Seconds
  readonly gonePercent: number
}

/** The gravest of the rules that fit at `now`; low when none does. */
export function severityOf(rules: readonly SeverityRule[], given: Case, now: Seconds): Severity {
  const fitting = rules.filter((rule) => fits(rule, given) && now - given.since >= (rule.afterS ?? 0))
  return gravest(fitting.map(({ severity }) => severity))
}

/** When time alone makes it graver than it is at `now`. */
export function risesAt(rules: readonly SeverityRule[], given: Case, now: Seconds): Seconds {
  const present = severityOf(rules, given, now)
  const graver = rules.filter((rule) => fits(rule, given) && isGraver(rule.severity, present))
  return Math.min(OPEN, ...graver.map(({ afterS = 0 }) => given.since + afterS))
}

export const isGraver = (a: Severity, b: Severity): boolean => SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b)

const gravest = (severities: readonly Severity[]): Severity =>
  SEVERITIES.findLast((severity) => severities.includes(severity)) ?? 'low'

const fits = (rule: SeverityRule, { kind, component, gonePercent }: Case): boolean =>
  (rule.kind === undefined || rule.kind === kind) &&
  (rule.component === undefined || rule.component === component) &&
  gonePercent >= (rule.gonePercent ?? 0)
