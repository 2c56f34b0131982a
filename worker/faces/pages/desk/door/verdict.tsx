import { type Verdict, verdictMarks } from '../../../../domain/door-words.ts'

/** One big answer: by its words and its mark, and by colour besides. A script puts others into its place. */
export function VerdictBox({ verdict }: { verdict: Verdict | undefined }) {
  return (
    <div id="verdict" class={`verdict ${verdict?.kind ?? ''}`} role="alert">
      {verdict !== undefined && (
        <>
          <span class="mark" aria-hidden="true">
            {verdictMarks[verdict.kind]}
          </span>
          <strong>{verdict.title}</strong>
          <span>{verdict.text}</span>
        </>
      )}
    </div>
  )
}
