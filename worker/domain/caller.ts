/** What a member of staff may do comes with his key. */
export const roles = ['door', 'sales', 'manager'] as const
export type Role = (typeof roles)[number]

/** Who asks, and in which request. */
export interface Caller {
  /** None for a buyer, and for anybody who has shown no key. */
  readonly role: Role | undefined
  /** Names the key without telling it. */
  readonly keyId: string | undefined
  /** As far as it is known. */
  readonly address: string
  readonly requestId: string
}
