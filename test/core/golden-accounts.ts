import type { AccountEvent } from '../../hub/core/accounts/account.ts'

const dated = { at: 1_795_600_000, learnedAt: 1_795_600_900 }

/** What the golden files about accounts say. */
export const ACCOUNTS: { readonly [T in AccountEvent['type']]: Extract<AccountEvent, { type: T }> } = {
  'user-added': {
    type: 'user-added',
    ...dated,
    user: 'ada',
    role: 'admin',
    subject: null,
    by: { kind: 'command-line', name: 'root' },
  },
  'user-role-changed': {
    type: 'user-role-changed',
    ...dated,
    user: 'ben',
    role: 'approver',
    by: { kind: 'user', name: 'ada' },
  },
  'user-disabled': { type: 'user-disabled', ...dated, user: 'ben', reason: 'left', by: { kind: 'user', name: 'ada' } },
  'user-enabled': { type: 'user-enabled', ...dated, user: 'ben', by: { kind: 'user', name: 'ada' } },
  'user-locked': { type: 'user-locked', ...dated, user: 'ben', until: 1_795_600_900, from: '192.0.2.7' },
  'link-made': { type: 'link-made', ...dated, user: null, until: 1_795_700_000, by: { kind: 'hub' } },
  'password-set': { type: 'password-set', ...dated, user: 'ada', by: { kind: 'user', name: 'ada' } },
  'signed-in': {
    type: 'signed-in',
    ...dated,
    user: 'ada',
    how: 'password',
    from: '192.0.2.7',
    by: { kind: 'user', name: 'ada' },
  },
  'signed-out': { type: 'signed-out', ...dated, user: 'ada', which: 'others', by: { kind: 'user', name: 'ada' } },
  'token-added': {
    type: 'token-added',
    ...dated,
    token: 't-1',
    name: 'prometheus',
    user: 'ada',
    role: 'viewer',
    until: 1_800_000_000,
    hash: 'ab12',
    by: { kind: 'user', name: 'ada' },
  },
  'token-revoked': {
    type: 'token-revoked',
    ...dated,
    token: 't-1',
    user: 'ada',
    by: { kind: 'token', name: 'deploy', user: 'ada' },
  },
}
