import assert from 'node:assert/strict'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keepSqliteVault, openSqliteVault } from '../../../hub/adapters/sqlite/vault.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { givenFolder } from '../../given-folder.ts'

test('a damaged vault keeps no hub from starting: it is put aside and begun anew, and says what to do for people', async (t) => {
  const file = join(await givenFolder(t), 'accounts.sqlite')
  writeFileSync(file, 'garbage '.repeat(1_000))
  assert.throws(() => openSqliteVault(file), { code: 'corrupt', hint: /start the hub anew/ })
  const errors: string[] = []
  const vault = keepSqliteVault(file, { ...quietLog, error: (_, message) => errors.push(message) })
  vault.keepPassword('anna', 'hash')
  assert.equal(vault.password('anna'), 'hash')
  vault.close()
  assert.match(errors.join(), /put aside as .*accounts\.sqlite\.damaged.*new links with watchkeeper user passwd/)
  assert.ok(existsSync(`${file}.damaged`))
  assert.equal(statSync(file).mode & 0o777, 0o600)
})
