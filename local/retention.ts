import { readRetentionMs } from '../worker/settings.ts'
import { bundleWorker } from './bundle.ts'

/** How long this house keeps names, by RETENTION_DAYS or by its own setting. */
export async function retentionOf(env: NodeJS.ProcessEnv): Promise<number> {
  const { vars } = await bundleWorker()
  const days = env['RETENTION_DAYS'] ?? vars['RETENTION_DAYS']
  return readRetentionMs(days === undefined ? {} : { RETENTION_DAYS: days })
}
