import type { Server } from 'node:net'
import { networkOf } from '../network.ts'

/** Of all connections a peer has its part: who opens as many as there may be shuts nobody else out. */
export function shareConnections(server: Server, ofPeer: number): void {
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const peer = networkOf(socket.remoteAddress ?? null)
    const count = open.get(peer) ?? 0
    if (count >= ofPeer) {
      socket.destroy()
      return
    }
    open.set(peer, count + 1)
    socket.once('close', () => {
      const left = (open.get(peer) ?? 1) - 1
      if (left > 0) open.set(peer, left)
      else open.delete(peer)
    })
  })
}
