import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createLink, type DemoLink } from '../../deploy/demo/link.ts'
import { atEnd } from '../at-end.ts'

test('bytes pass both ways; one end closing closes the other', async (t) => {
  const { link, dial, shore } = await given(t)
  const aboard = await dial()
  assert.equal(await echoed(aboard, 'ahoy'), 'ahoy')
  shore.at(-1)?.destroy()
  await once(aboard, 'close')
  assert.equal(link.isCut(), false)
})

test('cut: nothing passes, nobody is told, and dialling is refused', async (t) => {
  const { link, dial, heard, shore } = await given(t)
  const aboard = await dial()
  await echoed(aboard, 'ahoy')
  await link.cut()
  aboard.write('anybody?')
  await assert.rejects(dial(), { code: 'ECONNREFUSED' })
  assert.equal(heard(), 'ahoy')
  assert.equal(aboard.destroyed, false)
  assert.equal(shore[0]?.destroyed, false)
})

test('healed: the old connection is gone, and dialling works at the same port', async (t) => {
  const { link, dial, port } = await given(t)
  const old = await dial()
  await link.cut()
  const gone = once(old, 'close')
  await link.heal()
  await gone
  assert.equal((await link.start()).port, port)
  assert.equal(await echoed(await dial(), 'here again'), 'here again')
})

async function given(t: TestContext) {
  const shore: Socket[] = []
  let heard = ''
  const server = createServer((socket) => {
    shore.push(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard += String(chunk)
      socket.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const link: DemoLink = createLink({
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
  })
  const { port } = await link.start()
  const aboard: Socket[] = []
  atEnd(t, async () => {
    await link.stop()
    for (const socket of [...aboard, ...shore]) socket.destroy()
    server.close()
  })
  const dial = async () => {
    const socket = connect(port, '127.0.0.1')
    aboard.push(socket)
    await once(socket, 'connect')
    socket.on('error', () => {})
    return socket
  }
  return { link, dial, shore, port, heard: () => heard }
}

async function echoed(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  const [chunk] = await once(socket, 'data')
  return String(chunk)
}
