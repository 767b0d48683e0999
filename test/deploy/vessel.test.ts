import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { withHubData } from '../../deploy/cli/hub-data.ts'
import { type Console, vesselCommand } from '../../deploy/cli/vessel.ts'
import { createVessels } from '../../deploy/cli/vessels.ts'
import { admit, credentialHash } from '../../hub/core/admission/admission.ts'
import type { VesselId } from '../../shared/model.ts'
import { readSettings } from '../../shared/runtime/settings.ts'
import { givenFolder } from '../given-folder.ts'

type Said = { out: string; err: string; code: number }

async function given(t: TestContext, answers: string[] = []) {
  const folder = await givenFolder(t)
  const config = join(folder, 'hub.yaml')
  writeFileSync(config, `dataDir: ${join(folder, 'data')}\nmqtt: { names: [hub.example.com] }\n`)
  const run = async (...words: string[]): Promise<Said> => {
    const said: Said = { out: '', err: '', code: 0 }
    const console: Console = {
      print: (text) => {
        said.out += text
      },
      say: (text) => {
        said.err += text
      },
      ask: async (question) => {
        said.err += question
        return answers.shift() ?? null
      },
    }
    const command = vesselCommand(console).exitOverride()
    for (const one of [command, ...command.commands]) {
      one.exitOverride().configureOutput({
        writeErr: (text) => {
          said.err += text
        },
      })
    }
    try {
      await command.parseAsync([...words, '--config', config], { from: 'user' })
    } catch (error) {
      said.code = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : -1
    }
    return said
  }
  const opens = (id: string, credential: string) =>
    withHubData(config, async ({ log }) => {
      const vessels = await createVessels(log, new AbortController().signal).all()
      const admission = vessels.get(id as VesselId)
      return admission !== undefined && admit(admission, credentialHash(Buffer.from(credential)), 0).kind === 'admitted'
    })
  return { folder, config, run, opens }
}

suite('watchkeeper vessel', () => {
  test('add prints just the credential, which opens the door and is not kept by the hub', async (t) => {
    const { run, opens, folder } = await given(t)
    const { out, err, code } = await run('add', 'mv-aurora', '--name', 'MV Aurora', '--imo', '9074729')
    assert.equal(code, 0)
    assert.match(out, /^[\w-]{43}$/)
    assert.match(err, /waiting for first contact/)
    assert.equal(await opens('mv-aurora', out), true)
    assert.equal(await opens('mv-aurora', 'another'), false)
    const stored = readFileSync(join(folder, 'data', 'events.sqlite'))
    assert.equal(stored.includes(out), false)
  })

  test('add with --out writes the kit, its credential for the owner alone, and prints nothing', async (t) => {
    const { run, opens, folder } = await given(t)
    const kit = join(folder, 'kit')
    const name = 'MV "Aurora": the #1'
    assert.equal((await run('add', 'mv-aurora', '--name', name, '--out', kit)).out, '')
    const credential = readFileSync(join(kit, 'credential'), 'utf8').trim()
    assert.equal(await opens('mv-aurora', credential), true)
    assert.equal(statSync(join(kit, 'credential')).mode & 0o777, 0o600)
    assert.match(readFileSync(join(kit, 'ca.pem'), 'utf8'), /BEGIN CERTIFICATE/)
    const agent = readSettings(join(kit, 'agent.yaml'), agentSettings, agentExample)
    assert.ok(agent.ok, 'the agent can start with it as it is')
    assert.equal(agent.settings.vessel, 'mv-aurora')
    assert.equal(agent.settings.name, name)
    const anew = join(folder, 'anew')
    await run('rotate', 'mv-aurora', '--out', anew)
    const rotated = readSettings(join(anew, 'agent.yaml'), agentSettings, agentExample)
    assert.equal(rotated.ok && rotated.settings.name, name, 'as it is entered on shore')
    assert.deepEqual(agent.settings.hub.urls, ['mqtts://hub.example.com:8883'])
  })

  test('a kit is never written over another, and then nothing is changed', async (t) => {
    const { run, folder } = await given(t)
    const kit = join(folder, 'kit')
    await run('add', 'mv-aurora', '--out', kit)
    const again = await run('add', 'mv-borealis', '--out', kit)
    assert.deepEqual([again.code, again.out], [2, ''])
    assert.match(again.err, /already holds a vessel's kit/)
    assert.doesNotMatch((await run('list')).out, /borealis/)
  })

  test('a folder that cannot be written is refused before anything is changed', async (t) => {
    const { run, folder, opens } = await given(t)
    const credential = (await run('add', 'mv-aurora')).out
    writeFileSync(join(folder, 'file'), '')
    for (const words of [
      ['rotate', 'mv-aurora', '--now', '--yes'],
      ['add', 'mv-borealis'],
    ]) {
      const { code, out, err } = await run(...words, '--out', join(folder, 'file', 'kit'))
      assert.deepEqual([code, out], [2, ''])
      assert.match(err, /file\/kit cannot be written: ENOTDIR.*nothing was changed/s)
    }
    assert.equal(await opens('mv-aurora', credential), true)
    assert.doesNotMatch((await run('list')).out, /borealis/)
  })

  test('a credential that cannot be written once it opens the door is printed, as there is no other copy', async (t) => {
    const { run, folder, opens } = await given(t)
    const kit = join(folder, 'kit')
    mkdirSync(join(kit, `credential.${process.pid}.new`), { recursive: true })
    const { code, out, err } = await run('add', 'mv-aurora', '--out', kit)
    assert.equal(code, 2)
    assert.match(err, /keep the credential that stands on stdout as .*kit\/credential: there is no other copy/)
    assert.equal(await opens('mv-aurora', out), true)
  })

  test('everything that is wrong is said at once, with exit code 2', async (t) => {
    const { run } = await given(t)
    const { err, code } = await run(
      'add',
      'mv-aurora',
      '--imo',
      '9074728',
      '--zone',
      'Mars',
      '--in-service-from',
      'soon',
    )
    assert.equal(code, 2)
    for (const part of ['--imo 9074728 is no IMO number', '--zone "Mars"', '--in-service-from "soon"']) {
      assert.ok(err.includes(part), err)
    }
    assert.equal((await run('add', 'MV Aurora')).code, 2)
  })

  test('what the rules forbid fails with exit code 1 and says why', async (t) => {
    const { run } = await given(t)
    await run('add', 'mv-aurora')
    const twice = await run('add', 'mv-aurora')
    assert.deepEqual([twice.code, twice.out], [1, ''])
    assert.match(twice.err, /it exists already/)
    assert.match((await run('set', 'mv-nobody', '--name', 'x')).err, /there is no such vessel/)
  })

  test('set changes what is given and keeps the rest', async (t) => {
    const { run } = await given(t)
    await run('add', 'mv-aurora', '--name', 'MV Aurora', '--group', 'coastal')
    await run('set', 'mv-aurora', '--zone', 'Europe/Oslo', '--group', '', '--in-service-from', '2026-03-01')
    const [vessel] = JSON.parse((await run('list', '--json')).out)
    const { credentials, ...rest } = vessel
    assert.deepEqual(rest, {
      id: 'mv-aurora',
      name: 'MV Aurora',
      imo: null,
      group: null,
      link: null,
      zone: 'Europe/Oslo',
      contact: null,
      inService: [{ from: '2026-03-01T00:00:00Z', to: null }],
      retired: false,
    })
    assert.equal(credentials.length, 1)
    assert.equal((await run('set', 'mv-aurora', '--zone', 'Europe/Oslo')).err, 'mv-aurora: nothing to change')
  })

  test('rotate keeps the old credential; --now asks, says who is locked out, and takes it away', async (t) => {
    const { run, opens } = await given(t, ['no', 'yes'])
    const first = (await run('add', 'mv-aurora')).out
    const second = (await run('rotate', 'mv-aurora')).out
    assert.deepEqual([await opens('mv-aurora', first), await opens('mv-aurora', second)], [true, true])

    const refused = await run('rotate', 'mv-aurora', '--now')
    assert.match(refused.err, /will be locked out until someone on board installs/)
    assert.deepEqual([refused.code, refused.out], [1, ''])
    assert.equal(await opens('mv-aurora', first), true)

    const third = (await run('rotate', 'mv-aurora', '--now')).out
    assert.deepEqual(
      [await opens('mv-aurora', first), await opens('mv-aurora', second), await opens('mv-aurora', third)],
      [false, false, true],
    )
    const nobody = await run('rotate', 'mv-aurora', '--now')
    assert.deepEqual([nobody.code, nobody.out], [2, ''], 'nobody to ask')
    assert.match((await run('rotate', 'mv-aurora', '--now', '--yes')).out, /^[\w-]{43}$/)
  })

  test('a retired vessel is listed as such, and its credential opens no door', async (t) => {
    const { run, opens } = await given(t)
    const { out } = await run('add', 'mv-aurora', '--name', 'MV Aurora')
    await run('add', 'mv-borealis')
    assert.equal((await run('retire', 'mv-aurora', '--reason', 'sold', '--yes')).code, 0)
    assert.equal(await opens('mv-aurora', out), false)
    assert.equal(
      (await run('list')).out,
      [
        'ID           NAME         IMO  GROUP  LINK  ZONE  CREDENTIAL',
        'mv-aurora    MV Aurora                      UTC   retired',
        'mv-borealis  mv-borealis                    UTC   not used yet',
      ].join('\n'),
    )
  })

  test('retiring asks, and wants to know why', async (t) => {
    const { run, opens } = await given(t, ['no', 'yes'])
    const { out } = await run('add', 'mv-aurora')
    const silent = await run('retire', 'mv-aurora', '--reason', ' ')
    assert.equal(silent.code, 2)
    assert.match(silent.err, /--reason must say why/)
    const refused = await run('retire', 'mv-aurora', '--reason', 'sold')
    assert.match(refused.err, /mv-aurora will be put out of the fleet.*Go on\?.*nothing was changed/s)
    assert.equal(await opens('mv-aurora', out), true)
    assert.equal((await run('retire', 'mv-aurora', '--reason', 'sold')).code, 0)
    assert.equal(await opens('mv-aurora', out), false)
  })

  test('a configuration with mistakes changes nothing and names them', async (t) => {
    const { run, config, folder } = await given(t)
    writeFileSync(config, `dataDir: ${join(folder, 'data')}\nmqtt: { listen: nowhere }\nslla: 3\n`)
    const { err, code } = await run('add', 'mv-aurora')
    assert.equal(code, 2)
    assert.match(err, /mqtt\.listen/)
    assert.match(err, /slla/)
    assert.equal(existsSync(join(folder, 'data')), false)
  })
})
