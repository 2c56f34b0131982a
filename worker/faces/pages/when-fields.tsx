import type { ScreenSummary } from '../../domain/programme-schemas.ts'

interface WhenProps {
  readonly date: string
  readonly time: string
  /** The first date that can be chosen. */
  readonly earliest?: string | undefined
}

/** When a showing starts, in the venue's time. */
export function WhenFields({ date, time, earliest }: WhenProps) {
  return (
    <>
      <label>
        Date
        <input type="date" name="date" value={date} min={earliest} required />
      </label>
      <label>
        Time
        <input type="time" name="time" value={time} required />
      </label>
    </>
  )
}

export function ScreenField({ screens }: { readonly screens: readonly ScreenSummary[] }) {
  return (
    <label>
      Screen
      <select name="screen">
        {screens.map(({ id, name }) => (
          <option value={id}>{name}</option>
        ))}
      </select>
    </label>
  )
}
