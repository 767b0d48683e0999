export const ALERT_KINDS = ['silent', 'down', 'no-data', 'sla'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]
