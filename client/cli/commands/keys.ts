import type { Command } from 'commander'
import type { NewStaffKey, StaffKey } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { inColumns } from '../say.ts'

interface CreateOptions extends KeyOptions {
  readonly role: StaffKey['role']
  readonly name: string
}

/** The keys that staff show: for managers. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('make, list and revoke the keys of staff')
  addCreate(keys)
  addList(keys)
  addRevoke(keys)
}

function addCreate(keys: Command): void {
  const command = keys
    .command('create')
    .description('make a key, and show it this once')
    .requiredOption('--role <role>', 'what it may do: door, sales or manager')
    .requiredOption('--name <name>', 'whose it is, or what it is for')
  withKeyOption(command)
  command.action(async ({ role, name, ...options }: CreateOptions) => {
    const { client, output } = errandOf(command)
    const key = await underKey(options, (under) => client.key.create.mutate({ role, name, ...under }))
    output.show(key, () => sayNew(key))
  })
}

function addList(keys: Command): void {
  const command = keys.command('list').description('list the keys, with their last use')
  command.action(async () => {
    const { client, output } = errandOf(command)
    const all = await client.key.list.query()
    output.show(all, () => sayAll(all.keys))
  })
}

function addRevoke(keys: Command): void {
  const command = keys
    .command('revoke')
    .description('take a key out of use, everywhere within ten seconds')
    .argument('<id>', "the key's id, which is how it begins: mqk_ and ten letters and digits")
  command.action(async (id: string) => {
    const { client, output } = errandOf(command)
    const key = await client.key.revoke.mutate({ id })
    output.show(key, () => `${key.id} (${key.role}, ${key.name}) is revoked.`)
  })
}

function sayNew({ id, role, name, key }: NewStaffKey): string {
  return `${key}

That is the key of ${name} (${role}). It is shown this once and stored nowhere: keep it as you keep a password.
Whoever has it shows it as MARQUEE_KEY. Should it leak: marquee keys revoke ${id}`
}

function sayAll(keys: readonly StaffKey[]): string {
  if (keys.length === 0) return 'There are no keys but the secret of the house itself, STAFF_KEY.'
  const rows = keys.map(({ id, role, name, lastUsedAt, revokedAt }) => [
    id,
    role,
    revokedAt === null ? `used ${lastUsedAt ?? 'never'}` : `revoked ${revokedAt}`,
    name,
  ])
  return inColumns(rows)
}
