import type { ReaderDefaults } from '../../../agent/status/reader.ts'
import type { CrewComponent, CrewView } from '../../../web/crew/view.ts'

export const noDefaults: ReaderDefaults = { language: null, shipTime: null }

/** A ship on which all is well, told at noon. */
export const allWell: CrewView = {
  at: '2026-11-23T12:00:00Z',
  vessel: 'mv-aurora',
  name: 'MV Aurora',
  version: '0.1.0',
  measuredTo: '2026-11-23T11:59:55Z',
  components: [up('access-point', 'Access point'), up('dashboard', 'Dashboard'), up('server', 'Server')],
  shore: {
    connected: true,
    since: '2026-11-23T09:00:00Z',
    because: null,
    lastContact: '2026-11-23T11:58:20Z',
    waiting: 'nothing',
    bytesToday: { up: 18_240, down: 31_100 },
  },
  troubles: [],
  losses: [],
}

function up(id: string, name: string): CrewComponent {
  return {
    id,
    name,
    state: 'up',
    cause: null,
    since: '2026-11-20T07:00:00Z',
    uptime24h: 100,
    measured24hS: 86_400,
    intervals: [{ state: 'up', from: '2026-11-22T12:00:00Z', to: '2026-11-23T12:00:00Z' }],
  }
}

export const serverDown: CrewView = {
  ...allWell,
  components: [
    up('access-point', 'Access point'),
    up('dashboard', 'Dashboard'),
    {
      id: 'server',
      name: 'Server',
      state: 'down',
      cause: null,
      since: '2026-11-23T10:30:00Z',
      uptime24h: 93.75,
      measured24hS: 86_400,
      intervals: [
        { state: 'up', from: '2026-11-22T12:00:00Z', to: '2026-11-23T10:30:00Z' },
        { state: 'down', from: '2026-11-23T10:30:00Z', to: '2026-11-23T12:00:00Z' },
      ],
    },
  ],
}

/** The database has stopped, the link is out, and the disk is full. */
export const allWrong: CrewView = {
  ...allWell,
  measuredTo: '2026-11-23T11:20:00Z',
  components: allWell.components.map((component) => ({
    ...component,
    state: 'unknown',
    cause: 'database',
    since: '2026-11-23T11:20:00Z',
    uptime24h: 100,
    measured24hS: 84_000,
    intervals: [
      { state: 'up', from: '2026-11-22T12:00:00Z', to: '2026-11-23T11:20:00Z' },
      { state: 'unknown', from: '2026-11-23T11:20:00Z', to: '2026-11-23T12:00:00Z' },
    ],
  })),
  shore: {
    connected: false,
    since: '2026-11-23T11:00:00Z',
    because: {
      kind: 'no-answer',
      hub: 'hub.example.com:8883',
      message: 'nothing listens on port 8883 of hub.example.com',
    },
    lastContact: '2026-11-23T10:59:00Z',
    waiting: { since: '2026-11-23T10:58:00Z' },
    bytesToday: { up: 18_240, down: 31_100 },
  },
  troubles: [
    {
      about: 'measurement',
      code: 'refused',
      names: [],
      message: 'Nothing answers at http://127.0.0.1:8086.',
      hint: 'Start InfluxDB on the server, or correct influx.url in agent.yaml.',
    },
    {
      about: 'journal',
      code: 'disk',
      names: [],
      message: 'The journal cannot be saved in /var/lib/watchkeeper (ENOSPC: no space left on device).',
      hint: 'The disk is full: free some space on the disk that holds /var/lib/watchkeeper.',
    },
  ],
  losses: [
    {
      kind: 'day',
      day: '2026-11-20',
      message: 'The record of 2026-11-20 (UTC) could not be read. Nothing is claimed for what is lost.',
    },
  ],
}
