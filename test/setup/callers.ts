import type { By } from '../../db/history/entry.ts'
import type { Caller } from '../../worker/domain/caller.ts'

/** May do anything. */
export const manager: Caller = {
  role: 'manager',
  keyId: 'a key of the tests',
  address: '192.0.2.1',
  requestId: 'a request of the tests',
}

/** Who changes what a test changes without an office. */
export const byTest: By = { actor: 'a test', requestId: 'a request of the tests' }
