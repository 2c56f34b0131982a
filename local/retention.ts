import { readSettings } from '../worker/settings.ts'
import { bundleWorker } from './bundle.ts'

/** How long this house keeps names, by RETENTION_DAYS or by its own setting. */
export async function retentionOf(env: NodeJS.ProcessEnv): Promise<number> {
  const { vars } = await bundleWorker()
  const days = env['RETENTION_DAYS'] ?? vars['RETENTION_DAYS']
  // What else a house needs is not asked for here.
  const rest = { DATABASE_URL: 'http://127.0.0.1', FINGERPRINT_KEY: 'nothing is made a fingerprint of here' }
  return readSettings({ ...rest, ...(days === undefined ? {} : { RETENTION_DAYS: days }) }).retentionMs
}
