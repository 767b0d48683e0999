import { pino } from 'pino'

/** One JSON line per entry on stdout. `error` means that somebody must act, `warn` that somebody should know. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
  child(bindings: object): Log
}

export const createLog = (name: string, level = 'info', to?: { write(line: string): void }): Log =>
  pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      // JSON by itself has nothing of an error but its code.
      serializers: { error: pino.stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
    },
    to ?? pino.destination(1),
  )

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => quietLog }
