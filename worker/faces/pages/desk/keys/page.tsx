import { type Role, roles } from '../../../../domain/caller.ts'
import type { NewStaffKey, StaffKey } from '../../../../domain/key-schemas.ts'
import { keyNameLengthMax } from '../../../../domain/limits.ts'
import { Choice, Field, FormHead } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { Moment } from '../moment.tsx'
import { Said } from '../said.tsx'

const roleWords: Readonly<Record<Role, string>> = {
  door: 'Door: lets people in',
  sales: 'Sales: sells at the till',
  manager: 'Manager: does everything',
}

interface KeysProps extends DeskProps {
  readonly keys: readonly StaffKey[]
  /** By which this session was opened. */
  readonly ownId: string | undefined
  readonly form: FormState
  /** Just now, to be shown this once. */
  readonly made: NewStaffKey | undefined
  readonly said: Said | undefined
}

export function KeysPage({ keys, ownId, form, made, said, ...desk }: KeysProps) {
  return (
    <DeskLayout title="Staff keys" at="/desk/keys" {...desk}>
      <Said said={said} />
      <h1>Staff keys</h1>
      {made !== undefined && <MadeKey made={made} />}
      {keys.length === 0 ? (
        <p class="facts">None yet but the house’s first, which is in no list.</p>
      ) : (
        <div class="wide" role="region" aria-label="All keys" tabindex={0}>
          <table>
            <caption class="unseen">Staff keys, and when each was used last</caption>
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">Role</th>
                <th scope="col">Last used</th>
                <th scope="col">Made</th>
                <th scope="col">Revoke</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <KeyRow staffKey={key} isOwn={key.id === ownId} zone={desk.zone} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <section aria-labelledby="make">
        <h2 id="make">Make a key</h2>
        <form class="fields" method="post" action="/desk/keys">
          <FormHead form={form} />
          <Field
            form={form}
            name="name"
            label="Whose it is, or what for"
            autocomplete="off"
            maxlength={keyNameLengthMax}
            required
          />
          <Choice
            form={form}
            name="role"
            label="Role"
            options={roles.map((role) => ({ value: role, text: roleWords[role] }))}
          />
          <button type="submit">Make it</button>
        </form>
      </section>
    </DeskLayout>
  )
}

function MadeKey({ made: { name, key } }: { made: NewStaffKey }) {
  return (
    <section class="note good" role="status" aria-labelledby="made">
      <strong id="made">The key for {name}</strong>
      <p>It is shown this once: hand it over now, and leave this page.</p>
      <p>
        <code class="id">{key}</code>
      </p>
    </section>
  )
}

interface RowProps {
  readonly staffKey: StaffKey
  readonly isOwn: boolean
  readonly zone: string
}

function KeyRow({ staffKey: { id, name, role, createdAt, lastUsedAt, revokedAt }, isOwn, zone }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {name} <code class="facts">{id}</code>
        {isOwn && <span class="facts"> (you are signed in by it)</span>}
      </th>
      <td>{role}</td>
      <td>{lastUsedAt === null ? 'never' : <Moment at={lastUsedAt} zone={zone} />}</td>
      <td>
        <Moment at={createdAt} zone={zone} />
      </td>
      <td>
        {revokedAt === null ? (
          <details>
            <summary>
              Revoke<span class="unseen"> the key for {name}</span>
            </summary>
            <form method="post" action={`/desk/keys/${id}/revoke`}>
              <button type="submit" class="danger">
                Revoke it for good
              </button>
            </form>
          </details>
        ) : (
          <>
            revoked <Moment at={revokedAt} zone={zone} />
          </>
        )}
      </td>
    </tr>
  )
}
