import { freePort as firstFree } from '../../deploy/demo/ports.ts'

const PORTS_OF_A_FILE = 50
let next = 24_000 + (process.pid % 160) * PORTS_OF_A_FILE

/**
 * A port for what has to know its own before it listens. It lies below those that the system gives to whoever asks for
 * any, so that no outgoing connection takes it while its owner is being started again. None is given twice: one whose
 * owner does not listen yet, or has been killed, looks free. Files that run at the same time have ports of their own.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next++
    if ((await firstFree(port)) === port) return port
  }
}
