import { Fault } from '../../shared/fault.ts'
import { readSecret } from '../../shared/runtime/secret.ts'

/** The text of a secret that hub.yaml names under `key`. */
export function secretAt(file: string, key: string): string {
  const secret = readSecret(file)?.toString().trim() ?? ''
  if (secret === '') throw new Fault('invalid', `${file}, which ${key} in hub.yaml names, is missing or empty`)
  return secret
}
