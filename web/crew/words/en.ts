import { ENGLISH_UNITS } from '../../../shared/spoken.ts'
import { ENGLISH_FRAME } from '../../layout.ts'
import type { CrewWords } from './words.ts'

const TELL_SHORE = 'Tell shore, and give them the technical details below.'

export const en: CrewWords = {
  frame: {
    ...ENGLISH_FRAME,
    lost: 'The agent does not answer. Is its computer on? Are you on the ship’s network? What you see is from',
  },
  name: 'English',
  units: ENGLISH_UNITS,
  and: 'and',
  states: { up: 'Up', down: 'Down', unknown: 'No measurement' },
  verdict: {
    down: (names, count) => `${names} ${count === 1 ? 'is' : 'are'} down`,
    lookAt: (count) => `Check ${count === 1 ? 'its' : 'their'} power and cables.`,
    noMeasurement: 'No measurement',
    noMeasurementOf: (names) => `No measurement of ${names}`,
    below: 'See below what is wrong.',
    nobodyKnows: 'Nobody knows whether it works until it is measured.',
    shoreLost: 'All is up on board, but shore cannot be reached',
    lookAtLink: 'Does the internet on board work? If it does, tell shore by phone or e-mail.',
    care: 'All is up, but something needs care',
    well: 'All is up',
    shoreKnows: 'Shore knows.',
    shoreHasAll: 'Shore has all measurements.',
    shoreIsTold: 'Shore is being told.',
    kept: 'What shore does not know yet is kept on board and sent as soon as there is a link.',
    answered: (ago) => `Shore last answered ${ago}.`,
  },
  components: {
    title: 'Components',
    lasting: (duration) => `for ${duration}`,
    last24h: 'Last 24 hours',
    up: (percent) => `up ${percent}\u00a0%`,
    ofMeasured: (duration) => `of the ${duration} that were measured`,
    notMeasured: 'not measured',
    causes: {
      'no-samples': 'The database has no measurements of it.',
      database: 'The database could not be read.',
      'agent-off': 'The agent was not running.',
      new: 'It is new: it has not been measured yet.',
      other: 'The reason is not known.',
    },
    axis: { begin: '24 h ago', middle: '12 h ago', end: 'now' },
  },
  shore: {
    title: 'Contact with shore',
    link: 'Link',
    connected: 'connected',
    notConnected: 'not connected',
    answered: 'Shore last answered',
    neverAnswered: 'not since the agent was started',
    waits: 'Waits to be sent',
    waitsNothing: 'nothing: shore has it all',
    waitsUnknown: 'not known until shore has answered',
    waitsSince: 'what was measured since',
    carried: 'Carried by the link today',
    upDown: (up, down) => `${up} sent · ${down} received`,
    measuredTo: 'Last measurement',
    nothingYet: 'nothing yet',
    because: {
      dialling: () => 'The agent was just started and is calling shore.',
      'no-answer': (hub) => `${hub} does not answer.`,
      'no-name': (hub) => `The name in ${hub} is not found.`,
      cut: (hub) => `The connection to ${hub} was cut.`,
      refused: (hub) => `${hub} does not let this ship in. Tell shore.`,
      certificate: (hub) => `${hub} cannot prove that it is shore. Tell shore.`,
      other: (hub) => `The connection to ${hub} failed.`,
    },
  },
  since: 'since',
  ago: (duration) => `${duration} ago`,
  wrong: {
    title: 'What is wrong, and what to do',
    technical: 'Technical details',
    kinds: {
      'database-away': {
        what: 'The database on board does not answer.',
        todo: 'Is the computer with the database (InfluxDB) on? Is its network cable in?',
      },
      'database-busy': {
        what: 'The database on board does not answer in full.',
        todo: 'Wait ten minutes. If it stays like this, restart the computer with the database.',
      },
      setting: { what: 'The agent cannot read the database: a setting is wrong.', todo: TELL_SHORE },
      'no-samples': {
        what: 'The database has no new measurements.',
        todo: 'Is the program that measures (Telegraf) running? Restart it, or the computer that it runs on. If that does not help, tell shore.',
      },
      'no-ping': { what: 'The ping program on board cannot run.', todo: TELL_SHORE },
      clock: {
        what: 'A clock on board is wrong.',
        todo: 'Set the date and time of this computer and of the computer with the database, or switch on time synchronisation.',
      },
      disk: {
        what: 'The disk of this computer takes no more data.',
        todo: 'Free some space on it. If that does not help, tell shore.',
      },
      other: { what: 'Something is wrong.', todo: TELL_SHORE },
    },
  },
  lost: {
    title: 'What was lost',
    kinds: {
      day: (day) => `The record of ${day} (UTC) could not be read.`,
      'last-save': () => 'The newest part of the record could not be read.',
      journal: () => 'The record on this computer could not be read. A new one was started.',
      unreadable: () => 'The record is on a disk that cannot be read now. The agent goes on without it.',
    },
    again: 'It is read again from the database, as far as that goes back.',
  },
  about: (version, vessel) => `Agent ${version} on ${vessel}.`,
  choices: {
    title: 'Language and ship’s time',
    language: 'Language',
    shipTime: 'Ship’s time',
    utcOnly: 'UTC only',
    set: 'Set',
  },
  ship: 'ship',
  times: (shipTime) =>
    shipTime === null ? 'All times are UTC.' : `Times are ship’s time (UTC${shipTime}) first, then UTC.`,
}
