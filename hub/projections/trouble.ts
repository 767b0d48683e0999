/** What keeps an agent from measuring, from the short code that it tells over the wire to words for people on shore. */
export const troubleWords = (code: string): string => WORDS[code] ?? 'It gave a code that this hub does not know.'

const WORDS: Readonly<Record<string, string>> = {
  refused: 'InfluxDB on board is not running, or not where the agent looks for it (connection refused).',
  'no-host': 'The machine with InfluxDB on board cannot be reached.',
  timeout: 'InfluxDB on board does not answer in time.',
  broken: 'InfluxDB on board breaks off its answers.',
  tls: 'There is no secure connection to InfluxDB on board.',
  'not-influx': 'What answers the agent is not InfluxDB.',
  'server-error': 'InfluxDB on board is in trouble itself.',
  auth: 'InfluxDB on board does not accept the agent’s credential.',
  forbidden: 'The agent may not read the database on board.',
  'no-db': 'The database that the agent is configured for does not exist.',
  'no-series': 'The database on board holds no series that fits one of the checks.',
  'no-points': 'A series on board has stopped: nothing writes it any more.',
  'no-field': 'A series on board lacks a field that a check reads.',
  'mixed-type': 'A field on board holds values of several types.',
  'wrong-type': 'A field on board holds something else than numbers.',
  'no-ping': 'Telegraf on board cannot ping.',
  query: 'InfluxDB on board refuses the agent’s query.',
  limit: 'InfluxDB on board cuts its answers.',
  busy: 'InfluxDB on board is busy.',
  disk: 'The disk on board is full or cannot be written: what is measured is told, but not kept over a restart.',
  clock: 'A clock on board is wrong, the agent’s or the database’s: what is measured there bears wrong times.',
}
