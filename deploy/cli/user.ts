import { userInfo } from 'node:os'
import { text as readAll } from 'node:stream/consumers'
import { Command, Option } from 'commander'
import type { User } from '../../hub/core/accounts/account.ts'
import { type AccountRefusal, isUserName } from '../../hub/core/accounts/account-command.ts'
import { allows, ROLES, type Role } from '../../hub/core/accounts/permission.ts'
import type { Accounts } from '../../hub/ports/accounts.ts'
import { parseDuration } from '../../shared/duration.ts'
import { Fault } from '../../shared/fault.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { DAY_S, iso, toSeconds } from '../../shared/time.ts'
import { withAccounts } from './accounts.ts'
import { type HubData, withHubData } from './hub-data.ts'
import { withOutcome } from './outcome.ts'

type Common = { readonly config: string }
type Secret = { readonly passwordStdin?: true }

/** `watchkeeper user`: who may come in. Works beside a running hub, which minds it at once, or without one. */
export function userCommand(): Command {
  const user = new Command('user')
    .summary('add, list and disable the people who may sign in, and make tokens for programs')
    .description('Say who may sign in at the hub, and what they may do; beside a running hub or without one.')
  const sub = (name: string, summary: string) =>
    user.command(name).summary(summary).description(summary).option('--config <file>', 'of the hub', 'hub.yaml')
  const role = (words: string) => new Option('--role <role>', words).choices(ROLES)

  sub('add', 'add somebody; prints a link, good once, by which they choose a password')
    .argument('<name>', 'that they sign in with, such as ada or ada@example.com')
    .addOption(role('what they may do').makeOptionMandatory())
    .option('--password-stdin', 'read the password from the standard input, and print nothing')
    .action((name: string, options: Common & Secret & { role: Role }, command: Command) =>
      withUsers(command, options, (accounts, data) => add(accounts, data, name, options)),
    )
  sub('passwd', 'print a link, good once, by which somebody chooses a new password')
    .argument('<name>')
    .option(
      '--password-stdin',
      'read the password from the standard input: it counts at once, everywhere they are signed out',
    )
    .action((name: string, options: Common & Secret, command: Command) =>
      withUsers(command, options, (accounts, data) => givePassword(accounts, data, name, options)),
    )
  sub('role', 'give somebody another role')
    .argument('<name>')
    .argument('<role>', ROLES.join(', '))
    .action((name: string, given: string, options: Common, command: Command) =>
      withUsers(command, options, (accounts) => changeRole(accounts, name, given)),
    )
  sub('disable', 'let somebody in no more; they are signed out at once')
    .argument('<name>')
    .option('--reason <text>', 'why, for the audit')
    .action((name: string, options: Common & { reason?: string }, command: Command) =>
      withUsers(command, options, async (accounts) => {
        const reason = options.reason ?? null
        done(await accounts.change({ type: 'disable-user', user: name, reason, by: by() }), name)
        say(`${name} is disabled`)
      }),
    )
  sub('enable', 'let somebody in again')
    .argument('<name>')
    .action((name: string, options: Common, command: Command) =>
      withUsers(command, options, async (accounts) => {
        done(await accounts.change({ type: 'enable-user', user: name, by: by() }), name)
        say(`${name} may sign in again`)
      }),
    )
  sub('token', 'make a token by which a program comes in as somebody; prints it, this once')
    .argument('<name>', 'of the user whose program it is')
    .argument('<purpose>', 'such as prometheus')
    .addOption(role('what it may do, never more than the user').default('viewer'))
    .option('--for <time>', 'how long it is good', '365d')
    .action((name: string, purpose: string, options: Common & { role: Role; for: string }, command: Command) =>
      withUsers(command, options, (accounts) => makeToken(accounts, name, purpose, options)),
    )
  sub('list', 'list who may sign in')
    .option('--json', 'as JSON')
    .addOption(role('only those who may do what it may'))
    .action((options: Common & { json?: true; role?: Role }, command: Command) =>
      withUsers(command, options, async (accounts) => {
        const users = (await accounts.users()).filter(
          ({ role }) => options.role === undefined || (role !== null && allows(role, options.role)),
        )
        print(options.json ? JSON.stringify(users.map(asJson), null, 2) : table(users))
      }),
    )
  return user
}

const withUsers = (
  command: Command,
  { config }: Common,
  work: (accounts: Accounts, data: HubData) => Promise<void>,
): Promise<void> =>
  withOutcome(command, () =>
    withHubData(config, async (data) => {
      const { settings, folder, log: events } = data
      const parts = { settings, events, vaultFile: folder.vault, clock: systemClock }
      await withAccounts(parts, (accounts) => work(accounts, data))
    }),
  )

async function add(accounts: Accounts, data: HubData, name: string, options: Secret & { role: Role }): Promise<void> {
  if (!isUserName(name))
    throw new Fault('invalid', `"${name}" is no name to sign in with: small letters, digits and . _ @ + -, at most 64`)
  const { role } = options
  done(await accounts.change({ type: 'add-user', user: name, role, subject: null, first: false, by: by() }), name)
  say(`${name} is ${role}`)
  await givePassword(accounts, data, name, options)
}

async function givePassword(accounts: Accounts, { settings }: HubData, user: string, { passwordStdin }: Secret) {
  if (passwordStdin) {
    const password = (await readAll(process.stdin)).replace(/\r?\n$/, '')
    const answer = await accounts.setPassword(user, password, by())
    if (answer.kind === 'invalid') throw new Fault('invalid', `the password ${answer.words}`)
    done(answer, user)
    return say(`${user} has a new password, and is signed out everywhere`)
  }
  const made = await accounts.makeLink(user, by())
  if (made.kind === 'refused') return done(made, user)
  const { publicUrl, tls, listen } = settings.http
  const pages =
    publicUrl?.replace(/\/+$/, '') ?? `${tls === undefined ? 'http' : 'https'}://${listen.host}:${listen.port}`
  print(`${pages}/setup?code=${made.secret}`)
  say(`this link lets ${user} choose a password: it is good once, until ${iso(made.until)}`)
}

async function changeRole(accounts: Accounts, name: string, given: string): Promise<void> {
  const role = ROLES.find((one) => one === given)
  if (role === undefined) throw new Fault('invalid', `there is no role "${given}": ${ROLES.join(', ')}`)
  done(await accounts.change({ type: 'change-role', user: name, role, by: by() }), name)
  say(`${name} is ${role}`)
}

async function makeToken(
  accounts: Accounts,
  user: string,
  name: string,
  options: { readonly role: Role; readonly for: string },
): Promise<void> {
  const forS = parseDuration(options.for)
  if (forS === null || forS > 400 * DAY_S)
    throw new Fault('invalid', `--for takes a time such as 90d, at most 400d, not "${options.for}"`)
  const until = toSeconds(systemClock.now()) + forS
  const added = await accounts.addToken(user, { name, role: options.role, until }, by())
  if (added.kind === 'refused') return done(added, user)
  print(added.secret)
  say(`good until ${iso(until)}; send it as "Authorization: Bearer ..."`)
}

function done(
  answer: { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: AccountRefusal },
  user: string,
): void {
  if (answer.kind === 'refused') throw new Fault('conflict', WORDS[answer.reason].replace('%', user))
}

const WORDS: Readonly<Record<AccountRefusal, string>> = {
  'no-user': 'there is no user %',
  'no-name': '% is no name to sign in with',
  'no-token': 'there is no such token of %',
  taken: '% is taken already',
  'not-first': 'somebody has an account already',
  'last-admin': '% is the last admin: make another one first',
  disabled: '% is disabled',
  'no-role': 'single sign-on gives % no role any more',
  'signs-on': '% signs in by single sign-on, which says the role and keeps the password',
  'above-own-role': 'a token may not do more than % may',
  'too-long': 'a token is good for at most 400 days',
  'too-many': '% has as many tokens as one may have',
}

const asJson = (user: User) => ({
  name: user.name,
  role: user.role,
  signsInBy: user.subject === null ? 'password' : 'sign-on',
  disabled: user.disabled,
  addedAt: iso(user.addedAt),
  signedInAt: user.signedInAt === null ? null : iso(user.signedInAt),
})

function table(users: readonly User[]): string {
  const rows = users.map((user) => [
    user.name,
    user.role ?? 'no role',
    user.disabled ? 'disabled' : user.subject === null ? 'password' : 'single sign-on',
    user.signedInAt === null ? 'never signed in' : `last signed in ${iso(user.signedInAt)}`,
  ])
  const widths = [0, 1, 2].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n')
}

const by = () => ({ kind: 'command-line', name: userInfo().username }) as const
const print = (text: string): void => void process.stdout.write(`${text}\n`)
const say = (text: string): void => void process.stderr.write(`${text}\n`)
