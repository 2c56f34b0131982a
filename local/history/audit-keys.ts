import type { Sealer } from '../../worker/history/sealer.ts'
import { nodeSealer } from './node-sealer.ts'

/** By their names: the key that seals, and those before it, which AUDIT_KEYS_BEFORE lists with commas between. */
export function sealersFrom(env: NodeJS.ProcessEnv, ofFolder: string | undefined): Map<string, Sealer> {
  const present = env['AUDIT_KEY'] ?? ofFolder
  const before = env['AUDIT_KEYS_BEFORE']?.split(',') ?? []
  const secrets = [present ?? '', ...before].map((secret) => secret.trim()).filter((secret) => secret !== '')
  return new Map(secrets.map((secret) => nodeSealer(secret)).map((sealer) => [sealer.key, sealer]))
}
