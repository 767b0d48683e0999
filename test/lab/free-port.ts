import { randomInt } from 'node:crypto'
import { freePort as firstFree } from '../../deploy/demo/ports.ts'

/**
 * A port for what has to know its own before it listens. It lies below those that the system gives to whoever asks for
 * any, so that no outgoing connection takes it while its owner is being started again.
 */
export const freePort = (): Promise<number> => firstFree(randomInt(22_000, 32_000))
