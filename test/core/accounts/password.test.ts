import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordProblem } from '../../../hub/core/accounts/password.ts'

test('a long password is a good one, whatever it is made of', () => {
  for (const password of ['four words in a row', 'ñandú över bron', 'aB3$kk92lm!q', '船は夜に港を出ていくのです'])
    assert.equal(passwordProblem(password, 'ada'), null, password)
})

test('a password that anybody would try first is refused, with the reason', () => {
  for (const [password, why] of [
    ['short', /at least 12/],
    ['x'.repeat(257), /at most 256/],
    ['passwordpassword', /first that anybody would try/],
    ['Watchkeeper2026!', /first that anybody would try/],
    ['123456789012', /first that anybody would try/],
    ['aaaaaaaaaaaaaa', /first that anybody would try/],
    ['grace.hopper1', /little more than the name/],
  ] as const)
    assert.match(passwordProblem(password, 'grace.hopper') ?? 'taken', why, password)
})
