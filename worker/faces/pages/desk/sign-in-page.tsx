import { Layout } from '../layout.tsx'
import { Field, FormProblem } from '../field.tsx'
import type { FormState } from '../form.ts'

interface SignInProps {
  readonly form: FormState
  /** Where it leads. */
  readonly to: string
  readonly hasEnded: boolean
}

export function SignInPage({ form, to, hasEnded }: SignInProps) {
  return (
    <Layout title="Sign in to the desk" venue="Marquee" styles={['desk']} scripts={['once']} isPrivate>
      <h1>Sign in to the desk</h1>
      {hasEnded && (
        <p class="note warn" role="status">
          You are not signed in, or not any more. Sign in, go back, and send it again: nothing was changed.
        </p>
      )}
      <form class="fields" method="post" action="/desk/sign-in">
        <FormProblem form={form} />
        <input type="hidden" name="to" value={to} />
        <input type="text" name="username" value="desk" autocomplete="username" hidden />
        <Field
          form={form}
          name="staff-key"
          label="Your staff key"
          type="password"
          autocomplete="current-password"
          required
          hint="It begins with mqk_. A manager makes keys."
        />
        <button type="submit">Sign in</button>
      </form>
    </Layout>
  )
}
